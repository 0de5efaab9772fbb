package io.seatlog.kernel.seating;

import java.util.UUID;

/** Who has the seats that are not for sale. */
public final class House {
    /** Stands where a claim names its booking. No booking has it: their ids are of version 7. */
    public static final UUID CLAIM = new UUID(0, 0);

    private House() {}
}
