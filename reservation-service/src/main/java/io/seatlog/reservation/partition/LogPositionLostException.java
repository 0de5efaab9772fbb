package io.seatlog.reservation.partition;

import java.util.Set;

/** The log of these partitions no longer has the offset that must be read next. */
public final class LogPositionLostException extends RuntimeException {
    private final transient Set<Integer> partitions;

    public LogPositionLostException(String message, Set<Integer> partitions) {
        super(message);
        this.partitions = Set.copyOf(partitions);
    }

    public Set<Integer> partitions() {
        return partitions;
    }
}
