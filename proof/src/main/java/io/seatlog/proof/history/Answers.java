package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Selection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a command about a booking must be answered with, given what the booking was.
 *
 * <p>INTERNAL is taken as it is: that a command was poison cannot be seen from outside. Whether seats were free, whether
 * the sale was closed and what other tickets the buyer had is not known here: such reasons are accepted where they can
 * occur. For a command that got no outcome the log's time is not known, only that it was not before the append.
 */
final class Answers {
    private static final UUID NO_CONTENT = new UUID(0, 0);

    private Answers() {}

    /** @return whether a command that got no outcome must have had one */
    static boolean missing(Command command, @Nullable Booking anybodys, Instant appended) {
        return switch (command) {
            case Command.OfSubsection _ -> false;
            case Command.ReserveSeats reserve -> anybodys == null
                    || !repeats(reserve, anybodys) && !repeatsPoison(reserve, anybodys);
            case Command.CancelBooking _,Command.ReleaseSeats _ -> true;
            case Command.ConfirmBooking confirm -> {
                var own = own(confirm, anybodys);
                yield own == null || !confirm.paymentId().equals(own.paymentId());
            }
            case Command.ExtendHold extend -> {
                var own = own(extend, anybodys);
                yield own == null || own.holdUntil() == null || !own.extended()
                        && own.holdUntil().isBefore(appended.plusSeconds(extend.seconds()));
            }
            case Command.ExpireHolds expire -> {
                var here = here(expire, anybodys);
                yield here != null && here.isDue(appended);
            }
            case Command.CancelBookings cancel -> {
                var here = here(cancel, anybodys);
                yield here != null && live(here);
            }
        };
    }

    /** @return what is wrong with the outcome, null when nothing is */
    static @Nullable String wrong(Command command, @Nullable Booking anybodys, Outcome outcome) {
        if (outcome instanceof Outcome.CommandRefused refused) {
            return command instanceof Command.OfBooking of ? refused(of, anybodys, refused) : "cannot be refused";
        }
        return switch (command) {
            case Command.OfSubsection _ -> null;
            case Command.ReserveSeats reserve -> anybodys == null ? created(reserve, outcome) : "exists already";
            case Command.CancelBooking cancel -> cancelled(cancel, own(cancel, anybodys), outcome);
            case Command.ReleaseSeats release -> released(release, own(release, anybodys), outcome);
            case Command.ConfirmBooking confirm -> confirmed(confirm, own(confirm, anybodys), outcome);
            case Command.ExtendHold extend -> extended(extend, own(extend, anybodys), outcome);
            case Command.ExpireHolds expire -> here(expire, anybodys) != null ? null : "of another subsection";
            case Command.CancelBookings cancel -> here(cancel, anybodys) != null
                    && outcome instanceof Outcome.BookingCancelled(var booking) && booking.reason() == cancel.reason()
                            ? null
                            : "not for this reason";
        };
    }

    /** A stranger's booking and one of another subsection look like none. */
    private static @Nullable Booking own(Command.OfBooking command, @Nullable Booking anybodys) {
        var here = here(command, anybodys);
        return here != null && here.buyer().equals(command.buyer()) ? here : null;
    }

    private static @Nullable Booking here(Command command, @Nullable Booking booking) {
        return booking != null && booking.subsectionId() == command.subsectionId() ? booking : null;
    }

    private static boolean live(Booking booking) {
        return booking.status() == BookingStatus.HELD || booking.status() == BookingStatus.CONFIRMED;
    }

    private static boolean repeats(Command.ReserveSeats command, Booking before) {
        return before.buyer().equals(command.buyer()) && before.contentHash().equals(ContentHash.of(command));
    }

    /** What became of a booking whose request could not be decided is told once, too. */
    private static boolean repeatsPoison(Command.ReserveSeats command, Booking before) {
        return before.subsectionId() == command.subsectionId() && before.buyer().equals(command.buyer())
                && isPoison(before);
    }

    private static boolean isPoison(Booking booking) {
        return booking.reason() == Reason.INTERNAL && booking.contentHash().equals(NO_CONTENT);
    }

    private static @Nullable String created(Command.ReserveSeats command, Outcome outcome) {
        if (!(outcome instanceof Outcome.OfBooking of)) {
            return "not of a booking";
        }
        var booking = of.booking();
        if (!isPoison(booking) && (!booking.contentHash().equals(ContentHash.of(command))
                || booking.quantity() != command.quantity())) {
            return "not what was asked for";
        }
        return outcome instanceof Outcome.SeatsHeld && command.selection() == Selection.MANUAL
                && !booking.seats().equals(command.seats()) ? "not the seats that were chosen" : null;
    }

    private static @Nullable String cancelled(Command.CancelBooking command, @Nullable Booking own, Outcome outcome) {
        if (own == null || own.status() != cancellable(command)) {
            return "must be refused";
        }
        return outcome instanceof Outcome.BookingCancelled(var booking) && booking.reason() == command.reason()
                ? null
                : "not for this reason";
    }

    private static BookingStatus cancellable(Command.CancelBooking command) {
        return command.reason() == Reason.PAYMENT_FAILED ? BookingStatus.CONFIRMED : BookingStatus.HELD;
    }

    private static @Nullable String released(Command.ReleaseSeats command, @Nullable Booking own, Outcome outcome) {
        if (own == null || own.status() != BookingStatus.HELD || !hasAll(own, command)) {
            return "must be refused";
        }
        boolean all = command.seats().size() == own.seats().size();
        boolean right = all
                ? outcome instanceof Outcome.BookingCancelled(var booking)
                        && booking.reason() == Reason.CANCELLED_BY_BUYER
                : outcome instanceof Outcome.SeatsReleased(_, var released) && released.equals(command.seats());
        return right ? null : "not the seats that were given back";
    }

    private static boolean hasAll(Booking booking, Command.ReleaseSeats command) {
        return command.seats().stream().allMatch(booking.seats()::contains);
    }

    private static @Nullable String confirmed(Command.ConfirmBooking command, @Nullable Booking own, Outcome outcome) {
        if (own == null || !(outcome instanceof Outcome.BookingConfirmed(var booking, _))) {
            return "must be refused";
        }
        if (booking.changedAt().isAfter(command.validUntil())) {
            return "later than its payment vouched for it";
        }
        return command.amountMinor() == own.totalMinor() && command.paymentId().equals(booking.paymentId())
                ? null
                : "not by this payment";
    }

    private static @Nullable String extended(Command.ExtendHold command, @Nullable Booking own, Outcome outcome) {
        if (own == null || !(outcome instanceof Outcome.HoldChanged(var booking))) {
            return "must be refused";
        }
        return booking.changedAt().plusSeconds(command.seconds()).equals(booking.holdUntil()) ? null : "not so long";
    }

    private static @Nullable String refused(Command.OfBooking command, @Nullable Booking anybodys,
            Outcome.CommandRefused refused) {
        var expected = expected(command, anybodys, refused);
        return refused.reason() == Reason.INTERNAL || refused.reason() == expected
                ? null
                : "due was " + (expected == null ? "no refusal" : expected.name());
    }

    private static @Nullable Reason expected(Command.OfBooking command, @Nullable Booking anybodys,
            Outcome.CommandRefused refused) {
        if (command instanceof Command.ReserveSeats reserve) {
            return anybodys != null && !repeats(reserve, anybodys) ? Reason.BOOKING_ID_REUSED : null;
        }
        var own = own(command, anybodys);
        if (own == null) {
            return Reason.BOOKING_UNKNOWN;
        }
        return switch (command) {
            case Command.ReserveSeats _ -> null;
            case Command.CancelBooking cancel -> allowed(own.status() == cancellable(cancel));
            case Command.ReleaseSeats release -> own.status() == BookingStatus.HELD && !hasAll(own, release)
                    ? Reason.SEAT_NOT_IN_BOOKING
                    : allowed(own.status() == BookingStatus.HELD);
            case Command.ExtendHold _ -> allowed(own.status() == BookingStatus.HELD);
            case Command.ConfirmBooking confirm -> unpayable(confirm, own, refused);
        };
    }

    private static @Nullable Reason allowed(boolean inStatus) {
        return inStatus ? null : Reason.NOT_ALLOWED_IN_STATUS;
    }

    private static @Nullable Reason unpayable(Command.ConfirmBooking command, Booking own,
            Outcome.CommandRefused refused) {
        boolean expired = own.status() == BookingStatus.EXPIRED;
        if (command.paymentId().equals(own.paymentId())) {
            return null;
        }
        if (!expired && own.status() != BookingStatus.HELD) {
            return Reason.NOT_ALLOWED_IN_STATUS;
        }
        if (refused.at().isAfter(command.validUntil())) {
            return Reason.CONFIRMATION_LATE;
        }
        if (command.amountMinor() != own.totalMinor()) {
            return Reason.AMOUNT_DIFFERS;
        }
        return expired ? switch (refused.reason()) {
            case SALE_CLOSED, SEAT_TAKEN, BUYER_LIMIT_REACHED -> refused.reason();
            case NO_SEATS, NOT_ON_SALE, LIMIT_REACHED, INTERNAL, BOOKING_ID_REUSED, BOOKING_UNKNOWN,
                    NOT_ALLOWED_IN_STATUS, CANCELLED_BY_BUYER, SEAT_NOT_IN_BOOKING, SALE_PAUSED, AMOUNT_DIFFERS,
                    CONFIRMATION_LATE, PAYMENT_FAILED, EVENT_CANCELLED, CANCELLED_BY_ORGANIZER ->
                null;
        } : null;
    }
}
