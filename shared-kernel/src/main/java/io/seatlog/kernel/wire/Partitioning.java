package io.seatlog.kernel.wire;

import java.util.UUID;

/**
 * Chooses the partitions of a new event's subsections, once; they are stored with the event and sent explicitly ever
 * after. Round-robin from a start that the event's id gives: an even spread, whatever the names.
 */
public final class Partitioning {
    private Partitioning() {}

    /** @param index of the subsection within its event, from 0 */
    public static int choose(UUID eventId, int index, int partitions) {
        return Math.floorMod((long) eventId.hashCode() + index, partitions);
    }
}
