package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.Seats;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The rules of DESIGN once more, as short as they can be, so that the tests of the checker need no service. */
@NullUnmarked // What a test looks up is there.
final class Decisions {
    private final Story story;
    private final long version;

    Decisions(Story story, long version) {
        this.story = story;
        this.version = version;
    }

    /** A subsection: who has each seat. */
    static final class Place {
        Command.OpenSubsection opening;
        final UUID[] owners;
        final Story story;
        long version;

        Place(Command.OpenSubsection opening, long version, Story story) {
            this.opening = opening;
            this.version = version;
            this.owners = new UUID[opening.plan().seats()];
            this.story = story;
        }

        SeatState state(int seat) {
            if (House.CLAIM.equals(owners[seat])) {
                return SeatState.BLOCKED;
            }
            return owners[seat] == null ? SeatState.AVAILABLE : story.state(owners[seat]);
        }

        boolean free(Seats seats) {
            return seats.stream().allMatch(seat -> owners[seat] == null);
        }

        Seats firstFree(int quantity) {
            var found = new int[quantity];
            int count = 0;
            for (int seat = 0; seat < owners.length && count < quantity; seat++) {
                if (owners[seat] == null) {
                    found[count++] = seat;
                }
            }
            return count == quantity ? Seats.of(found) : Seats.NONE;
        }
    }

    List<Outcome> decide(Command command) {
        return switch (command) {
            case Command.OpenSubsection open -> open(open);
            case Command.ChangeTerms change -> change(change);
            case Command.BlockSeats block -> house(block.subsectionId(), block.seats(), null, House.CLAIM);
            case Command.UnblockSeats unblock -> house(unblock.subsectionId(), unblock.seats(), House.CLAIM, null);
            case Command.ReserveSeats reserve -> reserve(reserve);
            case Command.ExpireHolds expire -> expire(expire);
            case Command.CancelBookings cancel -> cancel(cancel);
            case Command.CancelBooking _,Command.ReleaseSeats _,Command.ConfirmBooking _,Command.ExtendHold _ ->
                own((Command.OfBooking) command);
        };
    }

    private List<Outcome> open(Command.OpenSubsection open) {
        if (story.places.containsKey(open.subsectionId())) {
            return List.of();
        }
        story.places.put(open.subsectionId(), new Place(open, version, story));
        return List.of(new Outcome.SubsectionOpened(version, open));
    }

    private List<Outcome> change(Command.ChangeTerms change) {
        var place = story.places.get(change.subsectionId());
        if (change.terms().version() <= place.opening.terms().version()
                || place.opening.terms().sale() == Sale.CLOSED) {
            return List.of();
        }
        place.opening = place.opening.with(change.terms());
        return List.of(new Outcome.SubsectionChanged(change.subsectionId(), version, change.terms()));
    }

    private List<Outcome> house(int subsection, Seats seats, @Nullable UUID from, @Nullable UUID to) {
        var place = story.places.get(subsection);
        var moved = Seats.of(seats.stream().filter(seat -> Objects.equals(place.owners[seat], from)).toArray());
        if (moved.isEmpty()) {
            return List.of();
        }
        moved.stream().forEach(seat -> place.owners[seat] = to);
        place.version = version;
        return List.of(to == null
                ? new Outcome.SeatsUnblocked(subsection, version, moved)
                : new Outcome.SeatsBlocked(subsection, version, moved));
    }

    private List<Outcome> reserve(Command.ReserveSeats reserve) {
        var before = story.bookings.get(reserve.bookingId());
        if (before != null) {
            boolean own = before.buyer().equals(reserve.buyer());
            return own && before.contentHash().equals(ContentHash.of(reserve))
                    ? List.of()
                    : refused(reserve, Reason.BOOKING_ID_REUSED, own ? before.status() : null);
        }
        var place = story.places.get(reserve.subsectionId());
        var reason = closed(place, reserve);
        var seats = reserve.selection() == Selection.MANUAL ? reserve.seats() : place.firstFree(reserve.quantity());
        if (reason == null && (seats.isEmpty() || !place.free(seats))) {
            reason = reserve.selection() == Selection.MANUAL ? Reason.SEAT_TAKEN : Reason.NO_SEATS;
        }
        var terms = place.opening.terms();
        var status = reason == null ? BookingStatus.HELD : BookingStatus.REJECTED;
        boolean held = reason == null;
        var booking = new Booking(reserve.bookingId(), reserve.subsectionId(), Story.EVENT, reserve.buyer(),
                ContentHash.of(reserve), status, reason, reserve.quantity(), held ? seats : Seats.NONE,
                held ? terms.priceMinor() : 0, held ? terms.currency() : null,
                held ? story.now.plusSeconds(terms.holdSeconds()) : null, version, version, story.now, story.now);
        if (held) {
            give(booking, booking.seats(), booking.id());
        }
        return List.of(held ? new Outcome.SeatsHeld(booking) : new Outcome.BookingRejected(booking));
    }

    private @Nullable Reason closed(Place place, Command.ReserveSeats reserve) {
        var terms = place.opening.terms();
        if (story.now.isBefore(terms.onSaleAt())) {
            return Reason.NOT_ON_SALE;
        }
        if (terms.sale() != Sale.OPEN || !story.now.isBefore(terms.offSaleAt())) {
            return terms.sale() == Sale.PAUSED ? Reason.SALE_PAUSED : Reason.SALE_CLOSED;
        }
        if (reserve.quantity() > terms.maxPerBooking()) {
            return Reason.LIMIT_REACHED;
        }
        return allowed(place, reserve.buyer(), reserve.quantity()) ? null : Reason.BUYER_LIMIT_REACHED;
    }

    private boolean allowed(Place place, String buyer, int more) {
        var terms = place.opening.terms();
        return !terms.limitsBuyers() || story.taken.getOrDefault(buyer, 0) + more <= terms.maxPerBuyer();
    }

    private List<Outcome> own(Command.OfBooking command) {
        var known = story.bookings.get(command.bookingId());
        if (known == null || known.subsectionId() != command.subsectionId()
                || !known.buyer().equals(command.buyer())) {
            return refused(command, Reason.BOOKING_UNKNOWN, null);
        }
        boolean held = known.status() == BookingStatus.HELD;
        if (command instanceof Command.ConfirmBooking confirm) {
            return confirm(confirm, known);
        }
        var needed = command instanceof Command.CancelBooking cancel && cancel.reason() == Reason.PAYMENT_FAILED
                ? BookingStatus.CONFIRMED
                : BookingStatus.HELD;
        if (known.status() != needed) {
            return refused(command, Reason.NOT_ALLOWED_IN_STATUS, known.status());
        }
        return switch (command) {
            case Command.CancelBooking cancel -> List.of(cancelled(known, cancel.reason()));
            case Command.ReleaseSeats release -> release(release, known);
            case Command.ExtendHold extend -> {
                var deadline = story.now.plusSeconds(extend.seconds());
                yield known.extended() || !held || !known.holdUntil().isBefore(deadline)
                        ? List.of()
                        : List.of(new Outcome.HoldChanged(known.extendedUntil(deadline, version, story.now)));
            }
            case Command.ReserveSeats _,Command.ConfirmBooking _ -> throw new IllegalStateException();
        };
    }

    private List<Outcome> release(Command.ReleaseSeats release, Booking known) {
        if (!release.seats().stream().allMatch(known.seats()::contains)) {
            return refused(release, Reason.SEAT_NOT_IN_BOOKING, known.status());
        }
        if (release.seats().size() == known.seats().size()) {
            return List.of(cancelled(known, Reason.CANCELLED_BY_BUYER));
        }
        give(known, release.seats(), null);
        var left = Seats.of(known.seats().stream().filter(seat -> !release.seats().contains(seat)).toArray());
        return List.of(new Outcome.SeatsReleased(known.keeping(left, version, story.now), release.seats()));
    }

    private List<Outcome> confirm(Command.ConfirmBooking confirm, Booking known) {
        if (confirm.paymentId().equals(known.paymentId())) {
            return List.of();
        }
        boolean late = known.status() == BookingStatus.EXPIRED;
        var place = story.places.get(known.subsectionId());
        Reason reason = null;
        if (!late && known.status() != BookingStatus.HELD) {
            reason = Reason.NOT_ALLOWED_IN_STATUS;
        } else if (story.now.isAfter(confirm.validUntil())) {
            reason = Reason.CONFIRMATION_LATE;
        } else if (confirm.amountMinor() != known.totalMinor()) {
            reason = Reason.AMOUNT_DIFFERS;
        } else if (late && place.opening.terms().sale() == Sale.CLOSED) {
            reason = Reason.SALE_CLOSED;
        } else if (late && !place.free(known.seats())) {
            reason = Reason.SEAT_TAKEN;
        } else if (late && !allowed(place, known.buyer(), known.quantity())) {
            reason = Reason.BUYER_LIMIT_REACHED;
        }
        if (reason != null) {
            return refused(confirm, reason, known.status());
        }
        if (late) {
            give(known, known.seats(), known.id());
        }
        place.version = version;
        return List.of(
                new Outcome.BookingConfirmed(known.confirmed(confirm.paymentId(), version, story.now), late));
    }

    private List<Outcome> expire(Command.ExpireHolds expire) {
        var outcomes = new ArrayList<Outcome>();
        for (var id : expire.bookingIds()) {
            var known = story.bookings.get(id);
            if (known != null && known.subsectionId() == expire.subsectionId() && known.isDue(story.now)) {
                give(known, known.seats(), null);
                outcomes.add(new Outcome.HoldExpired(known.expired(version, story.now)));
            }
        }
        return outcomes;
    }

    private List<Outcome> cancel(Command.CancelBookings cancel) {
        var outcomes = new ArrayList<Outcome>();
        for (var id : cancel.bookingIds()) {
            var known = story.bookings.get(id);
            if (known != null && known.subsectionId() == cancel.subsectionId() && Story.live(known)) {
                outcomes.add(cancelled(known, cancel.reason()));
            }
        }
        return outcomes;
    }

    private Outcome cancelled(Booking known, Reason reason) {
        give(known, known.seats(), null);
        return new Outcome.BookingCancelled(known.cancelled(reason, version, story.now));
    }

    private void give(Booking booking, Seats seats, @Nullable UUID owner) {
        var place = story.places.get(booking.subsectionId());
        seats.stream().forEach(seat -> place.owners[seat] = owner);
        place.version = version;
        if (place.opening.terms().limitsBuyers()) {
            story.taken.merge(booking.buyer(), owner == null ? -seats.size() : seats.size(), Integer::sum);
        }
    }

    private List<Outcome> refused(Command.OfBooking command, Reason reason, @Nullable BookingStatus status) {
        return List.of(new Outcome.CommandRefused(command.subsectionId(), version, command.bookingId(),
                command.buyer(), CommandType.of(command), reason, status, story.now));
    }
}
