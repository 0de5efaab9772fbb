package io.seatlog.reservation.subsection;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where and when a command is decided; words the outcomes with it.
 *
 * @param version of the command
 * @param logTime the only "now" that a decision knows
 */
record Moment(long version, Instant logTime) {
    Outcome.SeatsHeld held(Command.ReserveSeats command, UUID eventId, UUID contentHash, Terms terms, Seats seats) {
        return new Outcome.SeatsHeld(
                new Booking(command.bookingId(), command.subsectionId(), eventId, command.buyer(), contentHash,
                        BookingStatus.HELD, null, command.quantity(), seats, terms.priceMinor(), terms.currency(),
                        logTime.plusSeconds(terms.holdSeconds()), version, version, logTime, logTime));
    }

    Outcome.BookingRejected rejected(Command.ReserveSeats command, UUID eventId, UUID contentHash, Reason reason) {
        return rejected(command.bookingId(), command.subsectionId(), eventId, command.buyer(), contentHash,
                command.quantity(), reason);
    }

    Outcome.BookingRejected rejected(UUID bookingId, int subsectionId, UUID eventId, String buyer, UUID contentHash,
            int quantity, Reason reason) {
        return new Outcome.BookingRejected(
                new Booking(bookingId, subsectionId, eventId, buyer, contentHash, BookingStatus.REJECTED, reason,
                        quantity, Seats.NONE, 0, null, null, version, version, logTime, logTime));
    }

    Outcome.BookingCancelled cancelled(Booking booking, Reason reason) {
        return new Outcome.BookingCancelled(booking.cancelled(reason, version, logTime));
    }

    Outcome.SeatsReleased released(Booking booking, Seats seats) {
        var left = Seats.of(booking.seats().stream().filter(seat -> !seats.contains(seat)).toArray());
        return new Outcome.SeatsReleased(booking.keeping(left, version, logTime), seats);
    }

    Outcome.HoldChanged extended(Booking booking, Instant deadline) {
        return new Outcome.HoldChanged(booking.extendedUntil(deadline, version, logTime));
    }

    Outcome.BookingConfirmed confirmed(Booking booking, UUID paymentId) {
        return new Outcome.BookingConfirmed(booking.confirmed(paymentId, version, logTime),
                booking.status() == BookingStatus.EXPIRED);
    }

    Outcome.HoldExpired expired(Booking booking) {
        return new Outcome.HoldExpired(booking.expired(version, logTime));
    }

    /** @param status of the booking that the command names, null when its sender is not to know of any */
    Outcome.CommandRefused refused(Command.OfBooking command, Reason reason, @Nullable BookingStatus status) {
        return new Outcome.CommandRefused(command.subsectionId(), version, command.bookingId(), command.buyer(),
                CommandType.of(command), reason, status, logTime);
    }
}
