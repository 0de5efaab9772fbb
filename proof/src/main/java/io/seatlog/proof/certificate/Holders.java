package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who holds which seat of a subsection, and since which version, by its outcomes alone. */
final class Holders {
    private final @Nullable Holder[] seats = new Holder[SeatingPlan.MAX_SEATS];
    private final Map<UUID, Holder> changed = new HashMap<>();
    private final Set<UUID> reported = new HashSet<>();
    private int taken;

    /**
     * A claim.
     *
     * @param booking or the house
     * @param since version of the command that gave it the seats, or sold them
     * @param state of the seats
     */
    record Holder(UUID booking, long since, SeatState state) {}

    /** @param holder null for nobody */
    record Held(int seat, @Nullable Holder holder) {}

    void follow(Outcome outcome) {
        switch (outcome) {
            case Outcome.SeatsHeld(var booking) -> give(booking, SeatState.HELD);
            case Outcome.BookingConfirmed(var booking, _) -> give(booking, SeatState.SOLD);
            case Outcome.BookingCancelled(var booking) -> end(booking.seats(), booking.id(), booking.version());
            case Outcome.HoldExpired(var booking) -> end(booking.seats(), booking.id(), booking.version());
            case Outcome.SeatsReleased(var booking, var released) -> take(released, booking.id(), booking.version());
            case Outcome.SeatsBlocked(_, var version, var seats) ->
                give(new Holder(House.CLAIM, version, SeatState.BLOCKED), seats);
            case Outcome.SeatsUnblocked(_, var version, var seats) -> end(seats, House.CLAIM, version);
            case Outcome.SubsectionOpened _,Outcome.SubsectionChanged _,Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _ ->
                {
                }
        }
    }

    private void give(Booking booking, SeatState state) {
        give(new Holder(booking.id(), booking.version(), state), booking.seats());
    }

    private void give(Holder holder, Seats some) {
        some.stream().forEach(seat -> set(seat, holder));
        changed.put(holder.booking, holder);
    }

    private void end(Seats back, UUID from, long version) {
        take(back, from, version);
        if (!reported.contains(from) && seatsOf(from).isEmpty()) {
            changed.remove(from); // Nobody was told that it came, so nobody need be told that it went.
        }
    }

    private void take(Seats back, UUID from, long version) {
        back.stream().forEach(seat -> set(seat, null));
        changed.put(from, new Holder(from, version, from.equals(House.CLAIM) ? SeatState.BLOCKED : SeatState.HELD));
    }

    private void set(int seat, @Nullable Holder holder) {
        taken += (holder == null ? 0 : 1) - (seats[seat] == null ? 0 : 1);
        seats[seat] = holder;
    }

    int taken() {
        return taken;
    }

    /** Of these seats, each that somebody holds. */
    List<Held> of(Seats some) {
        return some.stream().mapToObj(seat -> new Held(seat, seats[seat])).filter(held -> held.holder != null).toList();
    }

    boolean changedSinceDrained() {
        return !changed.isEmpty();
    }

    /** The bookings whose seats changed since this was asked last. */
    List<Holder> drainChanged() {
        var drained = new ArrayList<>(changed.values());
        drained.sort((one, other) -> Entry.compareBytes(one.booking, other.booking));
        changed.clear();
        for (var holder : drained) {
            if (seatsOf(holder.booking).isEmpty()) {
                reported.remove(holder.booking);
            } else {
                reported.add(holder.booking);
            }
        }
        return drained;
    }

    /** The seats that a booking holds now. */
    List<Integer> seatsOf(UUID booking) {
        var of = new ArrayList<Integer>();
        for (int seat = 0; seat < seats.length; seat++) {
            var holder = seats[seat];
            if (holder != null && holder.booking.equals(booking)) {
                of.add(seat);
            }
        }
        return of;
    }
}
