package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.payment.provider.Order;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment's row.
 *
 * @param id also the provider's idempotency key
 * @param change drawn anew at every change of any payment; what a writer has not seen it must not overwrite
 * @param method names what pays, in the provider's terms
 * @param reference the provider's name of it, null until heard
 * @param clientSecret for the buyer's browser, while an action is required
 * @param failure why it was declined, voided or failed
 * @param attempts in a row without a certain answer
 * @param confirmVersion of the last ConfirmBooking, once its place on the log is known
 * @param sentUntil when the last ConfirmBooking stops having an effect; null before the first
 * @param openUntil when the last of those stops whose place on the log was never known; null when there is none
 */
public record Payment(UUID id, long change, UUID bookingId, UUID eventId, int subsectionId, String buyer,
        long amountMinor,
        String currency, String method, PaymentState state, @Nullable String reference, @Nullable String clientSecret,
        @Nullable String failure, int attempts, @Nullable Long confirmVersion, @Nullable Instant sentUntil,
        @Nullable Instant openUntil, Instant createdAt) {

    /** One that nobody has heard of yet. */
    public static Payment of(UUID id, Booking booking, String currency, String method, Instant now) {
        return new Payment(id, 0, booking.id(), booking.eventId(), booking.subsectionId(), booking.buyer(),
                booking.totalMinor(), currency, method, PaymentState.NEW, null, null, null, 0, null, null, null, now);
    }

    Order order() {
        return new Order(id, bookingId, amountMinor, currency, method, reference);
    }

    Payment becoming(PaymentState next, @Nullable String why) {
        return new Payment(id, change, bookingId, eventId, subsectionId, buyer, amountMinor, currency, method, next,
                reference, null, why, 0, confirmVersion, sentUntil, openUntil, createdAt);
    }

    Payment known(@Nullable String asReference, @Nullable String secret) {
        return new Payment(id, change, bookingId, eventId, subsectionId, buyer, amountMinor, currency, method, state,
                asReference == null ? reference : asReference, secret, failure, attempts, confirmVersion, sentUntil,
                openUntil, createdAt);
    }

    /** A call gave no certain answer. */
    Payment uncertain() {
        return new Payment(id, change, bookingId, eventId, subsectionId, buyer, amountMinor, currency, method,
                state == PaymentState.NEW ? PaymentState.UNKNOWN : state, reference, clientSecret, failure,
                Math.min(attempts + 1, Short.MAX_VALUE), confirmVersion, sentUntil, openUntil, createdAt);
    }

    /** A ConfirmBooking leaves; where the one before it went may never have been heard. */
    Payment sending(Instant validUntil) {
        var unheard = confirmVersion == null ? sentUntil : null;
        var open = unheard == null || openUntil != null && openUntil.isAfter(unheard) ? openUntil : unheard;
        return new Payment(id, change, bookingId, eventId, subsectionId, buyer, amountMinor, currency, method, state,
                reference, clientSecret, failure, attempts, null, validUntil, open, createdAt);
    }

    Payment sent(long version) {
        return new Payment(id, change, bookingId, eventId, subsectionId, buyer, amountMinor, currency, method, state,
                reference, clientSecret, failure, attempts, version, sentUntil, openUntil, createdAt);
    }

    /** The same, as it was written down. */
    public Payment changed(long newChange) {
        return new Payment(id, newChange, bookingId, eventId, subsectionId, buyer, amountMinor, currency, method, state,
                reference, clientSecret, failure, attempts, confirmVersion, sentUntil, openUntil, createdAt);
    }

    @Override
    public String toString() {
        return "payment " + id + " of booking " + bookingId + " " + state;
    }
}
