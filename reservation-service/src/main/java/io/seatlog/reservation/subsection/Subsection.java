package io.seatlog.reservation.subsection;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan, terms, what each seat is and a version: all that deciding needs besides the booking a command names.
 * {@link #decide} only reads and {@link #apply} is the only mutator, so the state is the same whether it was lived,
 * replayed from outcomes or loaded. Owned by one thread; lives between two successful commits and is dropped, never
 * repaired, after a failed one.
 */
public final class Subsection {
    /** What is known of bookings while one command is decided. */
    @FunctionalInterface
    public interface Known {
        @Nullable
        Booking booking(UUID id);

        /** Tickets of this event that the buyer holds or has; asked only where buyers are limited. */
        default int tickets(String buyer) {
            throw new IllegalStateException("the tickets of " + buyer + " were not read");
        }
    }

    private Command.OpenSubsection opening;
    private final Occupancy occupancy;
    private final BestAvailable bestAvailable;
    private long version;

    /**
     * As it was stored.
     *
     * @param version of the last command that changed a seat, or of the opening
     * @throws IllegalArgumentException when a seat is two things at once, or is none of the plan's
     */
    public Subsection(Command.OpenSubsection opening, Seats held, Seats sold, Seats blocked, long version) {
        this.opening = opening;
        this.version = version;
        occupancy = new Occupancy(opening.plan());
        bestAvailable = new BestAvailable(SeatBits.every(opening.plan().seatsPerRow(), opening.plan().seats()));
        load(held, SeatState.HELD);
        load(sold, SeatState.SOLD);
        load(blocked, SeatState.BLOCKED);
    }

    private void load(Seats seats, SeatState state) {
        requireInPlan(seats);
        if (!occupancy.move(seats, SeatState.AVAILABLE, state)) {
            throw new IllegalArgumentException("seats of subsection " + id() + " are two things at once: " + seats);
        }
    }

    public static Subsection opened(Outcome.SubsectionOpened opened) {
        return new Subsection(opened.opening(), Seats.NONE, Seats.NONE, Seats.NONE, opened.version());
    }

    /** Decides the first opening, for which there is no subsection to ask yet. */
    public static Outcome.SubsectionOpened open(Command.OpenSubsection command, long version) {
        return new Outcome.SubsectionOpened(version, command);
    }

    /** Answers the buyer of a command that could not be decided, by our fault. */
    public static Outcome.BookingRejected internal(UUID bookingId, int subsectionId, UUID eventId, String buyer,
            UUID contentHash, int quantity, long version, Instant at) {
        return new Moment(version, at).rejected(bookingId, subsectionId, eventId, buyer, contentHash, quantity,
                Reason.INTERNAL);
    }

    /** The seats whose state an outcome changes. An opening changes none: the map is then written as a whole. */
    public static Seats changed(Outcome outcome) {
        return switch (outcome) {
            case Outcome.SeatsHeld(var booking) -> booking.seats();
            case Outcome.BookingCancelled(var booking) -> booking.seats();
            case Outcome.HoldExpired(var booking) -> booking.seats();
            case Outcome.SeatsReleased(_, var released) -> released;
            case Outcome.BookingConfirmed(var booking, _) -> booking.seats();
            case Outcome.SeatsBlocked(_, _, var seats) -> seats;
            case Outcome.SeatsUnblocked(_, _, var seats) -> seats;
            case Outcome.SubsectionOpened _,Outcome.SubsectionChanged _,Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _ ->
                Seats.NONE;
        };
    }

    public int id() {
        return opening.subsectionId();
    }

    /** As it was opened, with the terms that are in force. */
    public Command.OpenSubsection opening() {
        return opening;
    }

    /** Of the last command that changed a seat, or of the opening. */
    public long version() {
        return version;
    }

    public int free() {
        return occupancy.free();
    }

    public SeatState state(int seat) {
        return occupancy.state(seat);
    }

    public MapLayout.Image image() {
        return MapLayout.image(version, opening.plan().seats(), this::state);
    }

    /**
     * Pure: changes nothing, and the same arguments on the same state give the same outcomes.
     *
     * @param known the bookings that the command names, as the batch so far left them; null for one that does not exist
     * @param commandVersion of the command
     * @param logTime of the command
     * @return none when the command has no effect
     * @throws IllegalArgumentException when no sender of ours can have meant the command: it is poison
     */
    public List<Outcome> decide(Command command, Known known, long commandVersion, Instant logTime) {
        if (command.subsectionId() != id()) {
            throw new IllegalArgumentException("command for " + command.subsectionId() + " at subsection " + id());
        }
        var moment = new Moment(commandVersion, logTime);
        return switch (command) {
            case Command.OpenSubsection again -> reopen(again);
            case Command.ReserveSeats reserve -> reserve(reserve, known, moment);
            case Command.CancelBooking cancel ->
                List.of(cancel(cancel, known.booking(cancel.bookingId()), moment));
            case Command.ReleaseSeats release ->
                List.of(release(release, known.booking(release.bookingId()), moment));
            case Command.ExpireHolds expire -> expire(expire, known, moment);
            case Command.ExtendHold extend -> extend(extend, known.booking(extend.bookingId()), moment);
            case Command.ConfirmBooking confirm -> confirm(confirm, known, moment);
            case Command.CancelBookings cancel -> cancel(cancel, known, moment);
            case Command.ChangeTerms change -> change(change, moment);
            case Command.BlockSeats block -> block(block, moment);
            case Command.UnblockSeats unblock -> unblock(unblock, moment);
        };
    }

    private List<Outcome> block(Command.BlockSeats command, Moment moment) {
        requireInPlan(command.seats());
        var seats = occupancy.among(command.seats(), SeatState.AVAILABLE);
        return seats.isEmpty() ? List.of() : List.of(new Outcome.SeatsBlocked(id(), moment.version(), seats));
    }

    private List<Outcome> unblock(Command.UnblockSeats command, Moment moment) {
        requireInPlan(command.seats());
        var seats = occupancy.among(command.seats(), SeatState.BLOCKED);
        return seats.isEmpty() ? List.of() : List.of(new Outcome.SeatsUnblocked(id(), moment.version(), seats));
    }

    /** Whatever may be changed, what was counted and charged by the old terms must still add up. */
    private List<Outcome> change(Command.ChangeTerms command, Moment moment) {
        var terms = opening.terms();
        var next = command.terms();
        if (next.version() <= terms.version() || terms.sale() == Sale.CLOSED) {
            return List.of();
        }
        if (next.limitsBuyers() != terms.limitsBuyers() || !next.currency().equals(terms.currency())) {
            throw new IllegalArgumentException("the terms of subsection " + id() + " are " + terms + ", not " + next);
        }
        return List.of(new Outcome.SubsectionChanged(id(), moment.version(), next));
    }

    /** The sender repeats an opening until it is acknowledged, so an older one may follow; new terms have their own command. */
    private List<Outcome> reopen(Command.OpenSubsection again) {
        boolean same = again.key().equals(opening.key()) && again.partition() == opening.partition()
                && again.plan().equals(opening.plan());
        if (!same || again.terms().version() > opening.terms().version()) {
            throw new IllegalArgumentException("subsection " + id() + " is open as " + opening + ", not " + again);
        }
        return List.of();
    }

    private List<Outcome> reserve(Command.ReserveSeats command, Known known, Moment moment) {
        var contentHash = ContentHash.of(command);
        var before = known.booking(command.bookingId());
        if (before != null) {
            boolean own = before.buyer().equals(command.buyer());
            return own && before.contentHash().equals(contentHash)
                    ? List.of()
                    : List.of(moment.refused(command, Reason.BOOKING_ID_REUSED, own ? before.status() : null));
        }
        requireInPlan(command.seats());
        var eventId = opening.key().eventId();
        var reason = closedTo(command, known, moment.logTime());
        if (reason != null) {
            return List.of(moment.rejected(command, eventId, contentHash, reason));
        }
        var seats = choose(command);
        if (seats.isEmpty()) {
            reason = command.selection() == Selection.MANUAL ? Reason.SEAT_TAKEN : Reason.NO_SEATS;
            return List.of(moment.rejected(command, eventId, contentHash, reason));
        }
        return List.of(moment.held(command, eventId, contentHash, opening.terms(), seats));
    }

    /** Why the terms forbid the booking, whatever seats are free; null when they do not. */
    private @Nullable Reason closedTo(Command.ReserveSeats command, Known known, Instant logTime) {
        var terms = opening.terms();
        if (logTime.isBefore(terms.onSaleAt())) {
            return Reason.NOT_ON_SALE;
        }
        if (!logTime.isBefore(terms.offSaleAt()) || terms.sale() == Sale.CLOSED) {
            return Reason.SALE_CLOSED;
        }
        if (terms.sale() == Sale.PAUSED) {
            return Reason.SALE_PAUSED;
        }
        if (command.quantity() > terms.maxPerBooking()) {
            return Reason.LIMIT_REACHED;
        }
        return limitAllows(command.buyer(), command.quantity(), known) ? null : Reason.BUYER_LIMIT_REACHED;
    }

    private boolean limitAllows(String buyer, int more, Known known) {
        var terms = opening.terms();
        return !terms.limitsBuyers() || known.tickets(buyer) + more <= terms.maxPerBuyer();
    }

    /** All the seats that the command gets, or none. */
    private Seats choose(Command.ReserveSeats command) {
        // At a sold-out show most requests end here, before any bit is looked at.
        if (command.quantity() > free()) {
            return Seats.NONE;
        }
        return switch (command.selection()) {
            case MANUAL -> occupancy.isAnyTaken(command.seats()) ? Seats.NONE : command.seats();
            case BEST_AVAILABLE -> bestAvailable.choose(occupancy.available(), command.quantity());
        };
    }

    private Outcome cancel(Command.CancelBooking command, @Nullable Booking anybodys, Moment moment) {
        var known = own(anybodys, command);
        if (known == null) {
            return moment.refused(command, Reason.BOOKING_UNKNOWN, null);
        }
        // What is paid ends by its organizer or for want of the money, never by the buyer alone.
        var cancellable = command.reason() == Reason.PAYMENT_FAILED ? BookingStatus.CONFIRMED : BookingStatus.HELD;
        return known.status() == cancellable
                ? moment.cancelled(known, command.reason())
                : moment.refused(command, Reason.NOT_ALLOWED_IN_STATUS, known.status());
    }

    /** A stranger's booking looks like none at all, so that ids can't be probed. */
    private @Nullable Booking own(@Nullable Booking known, Command.OfBooking command) {
        return known != null && known.subsectionId() == id() && known.buyer().equals(command.buyer()) ? known : null;
    }

    private List<Outcome> cancel(Command.CancelBookings command, Known known, Moment moment) {
        var cancelled = new ArrayList<Outcome>();
        for (var id : command.bookingIds()) {
            var booking = known.booking(id);
            if (booking != null && booking.subsectionId() == id()
                    && (booking.status() == BookingStatus.HELD || booking.status() == BookingStatus.CONFIRMED)) {
                cancelled.add(moment.cancelled(booking, command.reason()));
            }
        }
        return cancelled;
    }

    private List<Outcome> extend(Command.ExtendHold command, @Nullable Booking anybodys, Moment moment) {
        var known = own(anybodys, command);
        if (known == null) {
            return List.of(moment.refused(command, Reason.BOOKING_UNKNOWN, null));
        }
        if (known.status() != BookingStatus.HELD || known.holdUntil() == null) {
            return List.of(moment.refused(command, Reason.NOT_ALLOWED_IN_STATUS, known.status()));
        }
        var deadline = moment.logTime().plusSeconds(command.seconds());
        return known.extended() || !known.holdUntil().isBefore(deadline)
                ? List.of()
                : List.of(moment.extended(known, deadline));
    }

    /** The same payment may come again, also when its booking has ended since: that is no news. */
    private List<Outcome> confirm(Command.ConfirmBooking command, Known all, Moment moment) {
        var known = own(all.booking(command.bookingId()), command);
        if (known == null) {
            return List.of(moment.refused(command, Reason.BOOKING_UNKNOWN, null));
        }
        if (command.paymentId().equals(known.paymentId())) {
            return List.of();
        }
        var reason = unpayable(command, known, all, moment.logTime());
        return List.of(reason == null
                ? moment.confirmed(known, command.paymentId())
                : moment.refused(command, reason, known.status()));
    }

    /** Why the payment comes in vain; null when it does not. */
    private @Nullable Reason unpayable(Command.ConfirmBooking command, Booking booking, Known known, Instant logTime) {
        boolean expired = booking.status() == BookingStatus.EXPIRED;
        if (!expired && booking.status() != BookingStatus.HELD) {
            return Reason.NOT_ALLOWED_IN_STATUS;
        }
        if (logTime.isAfter(command.validUntil())) {
            return Reason.CONFIRMATION_LATE;
        }
        if (command.amountMinor() != booking.totalMinor()) {
            return Reason.AMOUNT_DIFFERS;
        }
        if (!expired) {
            return null;
        }
        if (opening.terms().sale() == Sale.CLOSED) {
            return Reason.SALE_CLOSED;
        }
        if (occupancy.isAnyTaken(booking.seats())) {
            return Reason.SEAT_TAKEN;
        }
        return limitAllows(booking.buyer(), booking.quantity(), known) ? null : Reason.BUYER_LIMIT_REACHED;
    }

    /** All or nothing, so that a repeated command changes nothing. */
    private Outcome release(Command.ReleaseSeats command, @Nullable Booking anybodys, Moment moment) {
        var known = own(anybodys, command);
        if (known == null) {
            return moment.refused(command, Reason.BOOKING_UNKNOWN, null);
        }
        if (known.status() != BookingStatus.HELD) {
            return moment.refused(command, Reason.NOT_ALLOWED_IN_STATUS, known.status());
        }
        if (!command.seats().stream().allMatch(known.seats()::contains)) {
            return moment.refused(command, Reason.SEAT_NOT_IN_BOOKING, known.status());
        }
        return command.seats().size() == known.seats().size()
                ? moment.cancelled(known, Reason.CANCELLED_BY_BUYER)
                : moment.released(known, command.seats());
    }

    /** Whatever it is told, only what is held here and due. */
    private List<Outcome> expire(Command.ExpireHolds command, Known known, Moment moment) {
        var expired = new ArrayList<Outcome>();
        for (var id : command.bookingIds()) {
            var booking = known.booking(id);
            if (booking != null && booking.subsectionId() == id() && booking.isDue(moment.logTime())) {
                expired.add(moment.expired(booking));
            }
        }
        return expired;
    }

    /**
     * The same live and on replay.
     *
     * @throws IllegalStateException when the outcome cannot follow this state: memory and log disagree, and the owner
     * must stop
     */
    public void apply(Outcome outcome) {
        if (outcome.subsectionId() != id()) {
            throw impossible(outcome);
        }
        switch (outcome) {
            case Outcome.SeatsHeld(var booking) ->
                move(booking.seats(), SeatState.AVAILABLE, SeatState.HELD, outcome);
            case Outcome.BookingCancelled(var booking) -> release(booking.seats(), outcome);
            case Outcome.HoldExpired(var booking) -> release(booking.seats(), outcome);
            case Outcome.SeatsReleased(_, var released) -> release(released, outcome);
            case Outcome.BookingConfirmed(var booking, var late) ->
                move(booking.seats(), late ? SeatState.AVAILABLE : SeatState.HELD, SeatState.SOLD, outcome);
            case Outcome.SeatsBlocked(_, _, var seats) ->
                move(seats, SeatState.AVAILABLE, SeatState.BLOCKED, outcome);
            case Outcome.SeatsUnblocked(_, _, var seats) ->
                move(seats, SeatState.BLOCKED, SeatState.AVAILABLE, outcome);
            case Outcome.SubsectionChanged(_, _, var terms) -> opening = opening.with(terms);
            case Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _ -> {
            }
            case Outcome.SubsectionOpened _ -> throw impossible(outcome);
        }
    }

    /** What a booking gives back was held or sold, all of it the same. */
    private void release(Seats seats, Outcome outcome) {
        var before = seats.isEmpty() || !inPlan(seats) ? SeatState.AVAILABLE : state(seats.get(0));
        if (before != SeatState.HELD && before != SeatState.SOLD) {
            throw impossible(outcome);
        }
        move(seats, before, SeatState.AVAILABLE, outcome);
    }

    private void move(Seats seats, SeatState from, SeatState to, Outcome outcome) {
        if (outcome.version() < version || !inPlan(seats) || !occupancy.move(seats, from, to)) {
            throw impossible(outcome);
        }
        version = outcome.version();
    }

    private IllegalStateException impossible(Outcome outcome) {
        return new IllegalStateException("cannot apply to subsection " + id() + " at " + version + ": " + outcome);
    }

    private void requireInPlan(Seats seats) {
        if (!inPlan(seats)) {
            throw new IllegalArgumentException("seats " + seats + " are not all in " + opening.plan());
        }
    }

    private boolean inPlan(Seats seats) {
        return seats.isEmpty() || opening.plan().contains(seats.get(seats.size() - 1));
    }
}
