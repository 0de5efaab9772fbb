package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.seating.Seats;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether one outcome of a booking may follow what the booking was: CREATED_ONCE, FIXED, VERSIONS and MOVES. What the
 * booking must then be is made with the kernel's own words for the move, so every field is compared.
 *
 * <p>That a late confirmation found all its seats free is told in {@link SeatOwners}, which knows the others.
 */
final class Moves {
    private final Findings findings;

    Moves(Findings findings) {
        this.findings = findings;
    }

    /** The first outcome of a booking. */
    void created(Outcome.OfBooking outcome) {
        var booking = outcome.booking();
        String objection = switch (outcome) {
            case Outcome.SeatsHeld _ -> held(booking);
            case Outcome.BookingRejected _ -> rejected(booking);
            case Outcome.BookingCancelled _,Outcome.SeatsReleased _,Outcome.HoldExpired _,Outcome.BookingConfirmed _,Outcome.HoldChanged _ ->
                "a booking cannot begin so";
        };
        if (objection != null) {
            moves(outcome, objection, booking);
        }
    }

    private static @Nullable String held(Booking booking) {
        boolean whole = booking.status() == BookingStatus.HELD && booking.reason() == null
                && booking.seats().size() == booking.quantity() && booking.quantity() > 0
                && booking.currency() != null && booking.holdUntil() != null
                && booking.holdUntil().isAfter(booking.createdAt());
        return whole ? untouched(booking) : "is not a whole hold";
    }

    private static @Nullable String rejected(Booking booking) {
        boolean whole = booking.status() == BookingStatus.REJECTED && booking.reason() != null
                && booking.seats().isEmpty() && booking.priceMinor() == 0 && booking.currency() == null
                && booking.holdUntil() == null;
        return whole ? untouched(booking) : "is not a whole rejection";
    }

    private static @Nullable String untouched(Booking booking) {
        return booking.createdAt().equals(booking.changedAt()) && !booking.extended() && booking.paymentId() == null
                ? null
                : "is new and was changed";
    }

    /** @param before null when the booking did not exist */
    void moved(@Nullable Booking before, Outcome.OfBooking outcome) {
        var booking = outcome.booking();
        if (before == null || booking.version() < booking.createdVersion() || booking.version() <= before.version()) {
            findings.add(Rule.VERSIONS, booking.id(), Outcomes.name(outcome) + " before the booking was made",
                    booking.version(), booking.createdVersion());
            return;
        }
        if (!fixed(before, booking)) {
            findings.add(Rule.FIXED, booking.id(), before + " became " + booking, before.version(), booking.version());
            return;
        }
        var expected = expected(before, outcome);
        if (expected == null) {
            moves(outcome, "no move from " + before.status() + (before.extended() ? ", extended" : ""), before);
        } else if (!expected.equals(booking)) {
            moves(outcome, "must be " + expected + ", is " + booking, before);
        }
    }

    private static boolean fixed(Booking before, Booking after) {
        return before.subsectionId() == after.subsectionId() && before.eventId().equals(after.eventId())
                && before.buyer().equals(after.buyer()) && before.contentHash().equals(after.contentHash())
                && before.priceMinor() == after.priceMinor()
                && Objects.equals(before.currency(), after.currency())
                && before.createdVersion() == after.createdVersion() && before.createdAt().equals(after.createdAt());
    }

    /** @return what the booking becomes by such a move, null when there is no such move */
    private static @Nullable Booking expected(Booking before, Outcome.OfBooking outcome) {
        var after = outcome.booking();
        long version = after.version();
        var at = after.changedAt();
        boolean held = before.status() == BookingStatus.HELD;
        boolean paid = before.status() == BookingStatus.CONFIRMED;
        return switch (outcome) {
            case Outcome.SeatsHeld _,Outcome.BookingRejected _ -> null;
            case Outcome.HoldChanged _ -> held && !before.extended() && later(before, after)
                    ? before.extendedUntil(Objects.requireNonNull(after.holdUntil()), version, at)
                    : null;
            case Outcome.SeatsReleased(_, var released) -> held && isPart(before.seats(), released)
                    ? before.keeping(without(before.seats(), released), version, at)
                    : null;
            case Outcome.HoldExpired _ -> before.isDue(at) ? before.expired(version, at) : null;
            case Outcome.BookingConfirmed(_, var late) -> confirmed(before, after.paymentId(), late, after);
            case Outcome.BookingCancelled _ -> (held || paid) && after.reason() != null
                    ? before.cancelled(after.reason(), version, at)
                    : null;
        };
    }

    private static @Nullable Booking confirmed(Booking before, @Nullable UUID payment, boolean late, Booking after) {
        var from = late ? BookingStatus.EXPIRED : BookingStatus.HELD;
        return before.status() == from && payment != null
                ? before.confirmed(payment, after.version(), after.changedAt())
                : null;
    }

    private static boolean later(Booking before, Booking after) {
        return before.holdUntil() != null && after.holdUntil() != null && after.holdUntil().isAfter(before.holdUntil());
    }

    private static boolean isPart(Seats all, Seats part) {
        return !part.isEmpty() && part.size() < all.size() && part.stream().allMatch(all::contains);
    }

    private static Seats without(Seats all, Seats part) {
        return Seats.of(all.stream().filter(seat -> !part.contains(seat)).toArray());
    }

    private void moves(Outcome.OfBooking outcome, String what, Booking before) {
        findings.add(Rule.MOVES, outcome.booking().id(), Outcomes.name(outcome) + ": " + what, before.version(),
                outcome.version());
    }
}
