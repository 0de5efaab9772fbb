package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be held by the terms in force at a version: TERMS, REJECTED_RIGHTLY, and VERSIONS of terms; also ANSWERED and
 * ANSWERED_AT_LAST of openings, changes of terms and seats of the house.
 *
 * <p>From outcomes alone cannot be told whether one of the chosen seats was taken (only that none can have been, when all
 * were free), nor whether a buyer had too many tickets in other partitions; nor that INTERNAL was true.
 */
final class TermsInForce {
    private final Findings findings;

    TermsInForce(Findings findings) {
        this.findings = findings;
    }

    /** Before {@link SeatOwners} follows the same outcome: a rejection is judged by the seats that it found. */
    void follow(SubsectionState state, Outcome outcome, int partition) {
        switch (outcome) {
            case Outcome.SubsectionOpened opened -> opened(state, opened, partition);
            case Outcome.SubsectionChanged changed -> changed(state, changed);
            case Outcome.SeatsHeld(var booking) -> held(state, booking);
            case Outcome.BookingConfirmed(var booking, var late) -> {
                if (late && terms(state) instanceof Terms terms && terms.sale() == Sale.CLOSED) {
                    broken(booking, "is confirmed late, the sale is closed for good");
                }
            }
            case Outcome.BookingRejected(var booking) -> rejected(state, booking);
            case Outcome.SeatsBlocked _,Outcome.SeatsUnblocked _,Outcome.BookingCancelled _,Outcome.SeatsReleased _,Outcome.HoldExpired _,Outcome.HoldChanged _,Outcome.CommandRefused _ ->
                {
                }
        }
    }

    private static @Nullable Terms terms(SubsectionState state) {
        return state.opening == null ? null : state.opening.terms();
    }

    private void opened(SubsectionState state, Outcome.SubsectionOpened opened, int partition) {
        if (state.opening != null || opened.opening().partition() != partition) {
            findings.add(Rule.TERMS, "subsection " + state.id, state.opening != null
                    ? "opened twice"
                    : "of partition " + opened.opening().partition() + ", opened in " + partition, opened.version());
            return;
        }
        state.opening = opened.opening();
        state.home = partition;
        state.version = opened.version();
    }

    private void changed(SubsectionState state, Outcome.SubsectionChanged changed) {
        var opening = state.opening;
        if (opening == null) {
            findings.add(Rule.TERMS, "subsection " + state.id, "changed before it was opened", changed.version());
            return;
        }
        var before = opening.terms();
        var after = changed.terms();
        if (after.version() <= before.version()) {
            findings.add(Rule.VERSIONS, "subsection " + state.id,
                    "terms " + after.version() + " after terms " + before.version(), changed.version());
        } else if (!follows(before, after)) {
            findings.add(Rule.TERMS, "subsection " + state.id, before + " became " + after, changed.version());
        }
        state.opening = opening.with(after);
    }

    /** Currency and whether buyers are limited are for ever, and nothing follows the end of the sale. */
    private static boolean follows(Terms before, Terms after) {
        return before.sale() != Sale.CLOSED && before.limitsBuyers() == after.limitsBuyers()
                && before.currency().equals(after.currency());
    }

    private void held(SubsectionState state, Booking booking) {
        var opening = state.opening;
        if (opening == null) {
            broken(booking, "is held in a subsection that is not open");
            return;
        }
        var terms = opening.terms();
        var closed = closed(terms, booking);
        if (closed != null) {
            broken(booking, "is held against " + closed);
        }
        if (booking.priceMinor() != terms.priceMinor() || !terms.currency().equals(booking.currency())
                || !booking.createdAt().plusSeconds(terms.holdSeconds()).equals(booking.holdUntil())
                || !opening.key().eventId().equals(booking.eventId())) {
            broken(booking, "is " + booking + ", the terms are " + terms);
        }
    }

    private static @Nullable Reason closed(Terms terms, Booking booking) {
        Instant at = booking.createdAt();
        if (at.isBefore(terms.onSaleAt())) {
            return Reason.NOT_ON_SALE;
        }
        if (!at.isBefore(terms.offSaleAt()) || terms.sale() == Sale.CLOSED) {
            return Reason.SALE_CLOSED;
        }
        if (terms.sale() == Sale.PAUSED) {
            return Reason.SALE_PAUSED;
        }
        return booking.quantity() > terms.maxPerBooking() ? Reason.LIMIT_REACHED : null;
    }

    private void rejected(SubsectionState state, Booking booking) {
        var terms = terms(state);
        var reason = booking.reason();
        if (reason == null || reason == Reason.INTERNAL) {
            return;
        }
        var due = terms == null ? Reason.INTERNAL : closed(terms, booking);
        boolean right = due != null || terms == null ? reason == due : switch (reason) {
            case NO_SEATS -> state.free() < booking.quantity();
            case SEAT_TAKEN -> state.taken > 0 || state.free() < booking.quantity();
            case BUYER_LIMIT_REACHED -> terms.limitsBuyers();
            case NOT_ON_SALE, SALE_CLOSED, LIMIT_REACHED, INTERNAL, BOOKING_ID_REUSED, BOOKING_UNKNOWN,
                    NOT_ALLOWED_IN_STATUS, CANCELLED_BY_BUYER, SEAT_NOT_IN_BOOKING, SALE_PAUSED, AMOUNT_DIFFERS,
                    CONFIRMATION_LATE, PAYMENT_FAILED, EVENT_CANCELLED, CANCELLED_BY_ORGANIZER ->
                false;
        };
        if (!right) {
            findings.add(Rule.REJECTED_RIGHTLY, booking.id(), "rejected for " + reason + ", due was "
                    + (due == null ? "none such with " + state.free() + " seats free" : due.name()), booking.version());
        }
    }

    /** What a command that nobody answered, or somebody did, should have had for an answer. */
    void answered(SubsectionState state, Commanded commanded, @Nullable Outcome answer) {
        boolean due = switch (commanded.command()) {
            case Command.OpenSubsection open ->
                state.opening == null && open.partition() == commanded.partition();
            case Command.ChangeTerms change -> terms(state) instanceof Terms terms
                    && commanded.partition() == state.home && change.terms().version() > terms.version()
                    && follows(terms, change.terms());
            case Command.BlockSeats block -> isDue(state, commanded, block.seats(), null, answer);
            case Command.UnblockSeats unblock -> isDue(state, commanded, unblock.seats(), House.CLAIM, answer);
            case Command.OfBooking _,Command.ExpireHolds _,Command.CancelBookings _ ->
                false;
        };
        if (due && answer == null) {
            findings.add(Rule.ANSWERED_AT_LAST, "subsection " + state.id, "no outcome of " + commanded.command(),
                    commanded.version());
        } else if (!due && answer != null) {
            findings.add(Rule.ANSWERED, "subsection " + state.id,
                    commanded.command() + " has no effect, and was answered", commanded.version());
        }
    }

    /** Of the seats that the house is to get or to give back, all that are {@code from}'s now move, and no other. */
    private boolean isDue(SubsectionState state, Commanded commanded, Seats seats, @Nullable UUID from,
            @Nullable Outcome answer) {
        if (commanded.partition() != state.home || !seats.stream().allMatch(state::hasSeat)) {
            return false;
        }
        var due = Seats.of(seats.stream().filter(seat -> Objects.equals(state.owner(seat), from)).toArray());
        var moved = switch (answer) {
            case Outcome.SeatsBlocked(_, _, var blocked) -> blocked;
            case Outcome.SeatsUnblocked(_, _, var unblocked) -> unblocked;
            case null, default -> due;
        };
        if (!moved.equals(due)) {
            findings.add(Rule.ANSWERED, "subsection " + state.id, commanded.command() + " moves " + moved + ", due was "
                    + due, commanded.version());
        }
        return !due.isEmpty();
    }

    private void broken(Booking booking, String what) {
        findings.add(Rule.TERMS, booking.id(), what, booking.version());
    }
}
