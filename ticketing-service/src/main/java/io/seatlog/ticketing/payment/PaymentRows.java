package io.seatlog.ticketing.payment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of payments, as whoever moves them needs them. Every change is a comparison too: whoever has not seen the latest
 * one changes nothing. A payment is leased to whoever wrote or claimed it, until he releases it or the lease ends. Blocks;
 * whatever is thrown, a change may have been made or not.
 */
public interface PaymentRows {
    /**
     * Writes a new payment, leased to the caller, unless its booking has had too many.
     *
     * @return with its first change; empty when it has
     */
    Optional<Payment> insert(Payment payment, Instant leasedUntil, int most);

    /** Keeps the lease. @return with its new change; empty when somebody else has changed it */
    Optional<Payment> save(Payment payment);

    /** Lets go of it, unless somebody else has changed it. @param due when to look at it again; null for never */
    void release(Payment payment, @Nullable Instant due);

    /**
     * Takes over what is due and nobody's, other than these; the longest due first, when there are more than the limit. Two
     * callers never get the same one at once.
     *
     * @return with their new changes, in any order
     */
    List<Payment> claimDue(Instant now, Instant leasedUntil, int limit, Set<UUID> others);

    /** Takes one over for which there is news, whether it is due or not. @return empty while it is somebody's */
    Optional<Payment> claim(UUID id, Instant now, Instant leasedUntil);

    /** Captured payments of bookings that were cancelled since then. */
    List<UUID> refundable(Instant cancelledSince, int limit);

    Optional<Payment> byId(UUID id);
}
