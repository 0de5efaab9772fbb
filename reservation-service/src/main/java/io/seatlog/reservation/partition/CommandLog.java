package io.seatlog.reservation.partition;

import io.seatlog.reservation.journal.LogIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One group member's view of {@code seat-commands}; single-threaded. Membership is only liveness: it says which
 * partitions to open, never that a write is safe.
 */
public interface CommandLog {
    /**
     * Reads on in the given partitions and keeps the membership alive; nothing is read from the others.
     *
     * @return records in offset order within each partition, at most 2,000
     * @throws LogUnavailableException when the brokers do not answer
     * @throws LogPositionLostException when the log no longer has the position of some partitions
     */
    List<LogRecord> poll(Duration atMost, Set<Integer> partitions);

    /**
     * The partitions that the group gives this member, each with a number that is new whenever the partition was
     * assigned anew. Changes only within {@link #poll}.
     */
    Map<Integer, Long> assignments();

    /** Whether the group has answered at least once, even if with no partition. */
    boolean joined();

    /**
     * Asks the brokers, not a cache.
     *
     * @throws LogUnavailableException when they do not answer
     */
    Map<Integer, LogIdentity> identities(Set<Integer> partitions);

    /** Continues a partition at an offset. */
    void seek(int partition, long offset);

    /** Tells lag monitors how far we are; decides nothing, may be lost. */
    void report(Map<Integer, Long> nextOffsets);

    /** Leaves the group, so that others take over at once. */
    void leave();
}
