package io.seatlog.kernel.message;

import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A booking after a decision: the row in the database, the content of an outcome and what a buyer is told are this one
 * value. Seats, price and currency stay after a release; a rejected booking never had them.
 *
 * @param contentHash of the request that made it; the same id with another hash is another request
 * @param priceMinor of one seat
 * @param version of the last command that changed it
 * @param createdVersion of the command that made it
 * @param extended whether its deadline was moved, which happens once
 * @param paymentId of the payment that confirmed it; null when none did
 */
public record Booking(UUID id, int subsectionId, UUID eventId, String buyer, UUID contentHash, BookingStatus status,
        @Nullable Reason reason, int quantity, Seats seats, long priceMinor, @Nullable String currency,
        @Nullable Instant holdUntil, long version, long createdVersion, Instant createdAt, Instant changedAt,
        boolean extended, @Nullable UUID paymentId) {
    private static final UUID NO_CONTENT = new UUID(0, 0);

    /** One that no payment has touched. */
    public Booking(UUID id, int subsectionId, UUID eventId, String buyer, UUID contentHash, BookingStatus status,
            @Nullable Reason reason, int quantity, Seats seats, long priceMinor, @Nullable String currency,
            @Nullable Instant holdUntil, long version, long createdVersion, Instant createdAt, Instant changedAt) {
        this(id, subsectionId, eventId, buyer, contentHash, status, reason, quantity, seats, priceMinor, currency,
                holdUntil, version, createdVersion, createdAt, changedAt, false, null);
    }

    /** The same with these marks, as it is read from where it was stored. */
    public Booking marked(boolean wasExtended, @Nullable UUID payment) {
        return new Booking(id, subsectionId, eventId, buyer, contentHash, status, reason, quantity, seats, priceMinor,
                currency, holdUntil, version, createdVersion, createdAt, changedAt, wasExtended, payment);
    }

    /**
     * The same of a buyer who was erased. The hash goes, too: whoever has the buyer's id could compute it.
     *
     * @param nobody stands in the buyer's place
     */
    public Booking erased(String nobody) {
        return new Booking(id, subsectionId, eventId, nobody, NO_CONTENT, status, reason, quantity, seats, priceMinor,
                currency, holdUntil, version, createdVersion, createdAt, changedAt, extended, paymentId);
    }

    /** What all its seats cost. */
    public long totalMinor() {
        return priceMinor * quantity;
    }

    /** Whether it is held, and its deadline is now or past. */
    public boolean isDue(Instant now) {
        return status == BookingStatus.HELD && holdUntil != null && !holdUntil.isAfter(now);
    }

    /** @param left of the seats, at least one */
    public Booking keeping(Seats left, long newVersion, Instant at) {
        return new Booking(id, subsectionId, eventId, buyer, contentHash, status, reason, left.size(), left, priceMinor,
                currency, holdUntil, newVersion, createdVersion, createdAt, at, extended, paymentId);
    }

    public Booking extendedUntil(Instant deadline, long newVersion, Instant at) {
        return new Booking(id, subsectionId, eventId, buyer, contentHash, status, reason, quantity, seats, priceMinor,
                currency, deadline, newVersion, createdVersion, createdAt, at, true, paymentId);
    }

    public Booking confirmed(UUID payment, long newVersion, Instant at) {
        return ended(BookingStatus.CONFIRMED, null, payment, newVersion, at);
    }

    public Booking expired(long newVersion, Instant at) {
        return ended(BookingStatus.EXPIRED, null, paymentId, newVersion, at);
    }

    public Booking cancelled(Reason why, long newVersion, Instant at) {
        return ended(BookingStatus.CANCELLED, why, paymentId, newVersion, at);
    }

    /** No longer held, whatever it became. */
    private Booking ended(BookingStatus end, @Nullable Reason why, @Nullable UUID payment, long newVersion,
            Instant at) {
        return new Booking(id, subsectionId, eventId, buyer, contentHash, end, why, quantity, seats, priceMinor,
                currency, null, newVersion, createdVersion, createdAt, at, extended, payment);
    }
}
