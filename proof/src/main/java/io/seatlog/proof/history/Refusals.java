package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Whether a refusal can be true of the booking that it names, whatever its command was in detail: REFUSED_RIGHTLY. Only
 * of the booking's own partition is known what the booking was at that version.
 */
final class Refusals {
    private Refusals() {}

    /**
     * @param found what the booking was, null where nobody knows
     * @param never whether no such booking was ever made
     * @return what is wrong, null when nothing is
     */
    static @Nullable String objection(Outcome.CommandRefused refusal, @Nullable Booking found, boolean never) {
        if (never && (refusal.status() != null || refusal.command() == CommandType.RESERVE_SEATS)) {
            return "there never was such a booking";
        }
        if (found == null) {
            return null;
        }
        if (refusal.status() != null && refusal.status() != found.status()) {
            return "it is " + found.status() + ", not " + refusal.status();
        }
        boolean own = found.buyer().equals(refusal.buyer()) && found.subsectionId() == refusal.subsectionId();
        if (!own) {
            return null;
        }
        if (refusal.reason() == Reason.BOOKING_UNKNOWN) {
            return "it is " + found.status();
        }
        if (refusal.status() == null) {
            return "its status is not said";
        }
        return allows(refusal, found.status()) ? null : "not for this reason while " + found.status();
    }

    private static boolean allows(Outcome.CommandRefused refusal, BookingStatus status) {
        boolean held = status == BookingStatus.HELD;
        return switch (refusal.reason()) {
            case INTERNAL -> true;
            case BOOKING_ID_REUSED -> refusal.command() == CommandType.RESERVE_SEATS;
            // Which status a cancellation needs depends on its reason, see Answers.
            case NOT_ALLOWED_IN_STATUS -> refusal.command() == CommandType.CANCEL_BOOKING || !held;
            case SEAT_NOT_IN_BOOKING -> held && refusal.command() == CommandType.RELEASE_SEATS;
            case AMOUNT_DIFFERS, CONFIRMATION_LATE -> refusal.command() == CommandType.CONFIRM_BOOKING
                    && (held || status == BookingStatus.EXPIRED);
            case SALE_CLOSED, SEAT_TAKEN, BUYER_LIMIT_REACHED ->
                refusal.command() == CommandType.CONFIRM_BOOKING && status == BookingStatus.EXPIRED;
            case NO_SEATS, NOT_ON_SALE, LIMIT_REACHED, BOOKING_UNKNOWN, CANCELLED_BY_BUYER, SALE_PAUSED, PAYMENT_FAILED,
                    EVENT_CANCELLED, CANCELLED_BY_ORGANIZER ->
                false;
        };
    }
}
