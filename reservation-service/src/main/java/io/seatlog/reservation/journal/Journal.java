package io.seatlog.reservation.journal;

import java.util.Collection;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Where decisions become durable. Every call is one unit of work that either has its whole effect or none, and may
 * throw {@link JournalUnavailableException}; after that from {@link #commit} nobody knows which.
 */
public interface Journal {

    /**
     * Takes a partition: from the moment this returns {@link Taken.Mine}, no other owner's batch can commit. A missing
     * row is made, but only for a log that still has its first record.
     *
     * @param newOwner drawn at random for this opening
     * @param previousOwner when given, the row is taken only from this owner
     */
    Taken take(int partition, LogIdentity log, UUID newOwner, @Nullable UUID previousOwner);

    /** @param buyers whose tickets are to be counted; only those of limited events have any */
    Facts read(Collection<UUID> bookingIds, Collection<Integer> subsectionIds, Collection<BuyerOfEvent> buyers);

    CommitResult commit(BatchWrites writes);
}
