package io.seatlog.proof.history;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.seating.SeatingPlan;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One subsection as its outcomes so far left it. */
final class SubsectionState {
    final int id;
    /** With the terms in force; null before it was opened. */
    Command.@Nullable OpenSubsection opening;
    /** Where it was opened. */
    int home;
    /** Of the last command that changed a seat, or of the opening. */
    long version;
    int taken;
    private final @Nullable UUID[] owners = new UUID[SeatingPlan.MAX_SEATS];

    SubsectionState(int id) {
        this.id = id;
    }

    @Nullable
    UUID owner(int seat) {
        return owners[seat];
    }

    void give(int seat, @Nullable UUID booking) {
        taken += (booking == null ? 0 : 1) - (owners[seat] == null ? 0 : 1);
        owners[seat] = booking;
    }

    boolean hasSeat(int seat) {
        return opening != null && opening.plan().contains(seat);
    }

    int free() {
        return opening == null ? 0 : opening.plan().seats() - taken;
    }

    String seat(int seat) {
        return "subsection " + id + " seat " + (hasSeat(seat) && opening != null ? opening.plan().label(seat) : seat);
    }
}
