package io.seatlog.reservation.subsection;

import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;

/** What each seat of a plan is: a bit set a state, except for free ones, so that no seat is ever two things. Not thread-safe. */
final class Occupancy {
    private final SeatBits held;
    private final SeatBits sold;
    private final SeatBits blocked;
    private int free;

    /** Everything free. */
    Occupancy(SeatingPlan plan) {
        free = plan.seats();
        held = new SeatBits(free);
        sold = new SeatBits(free);
        blocked = new SeatBits(free);
    }

    int free() {
        return free;
    }

    SeatState state(int seat) {
        if (held.contains(seat)) {
            return SeatState.HELD;
        }
        if (sold.contains(seat)) {
            return SeatState.SOLD;
        }
        return blocked.contains(seat) ? SeatState.BLOCKED : SeatState.AVAILABLE;
    }

    SeatBits available() {
        return held.nor(sold, blocked);
    }

    boolean isAnyTaken(Seats seats) {
        return held.containsAny(seats) || sold.containsAny(seats) || blocked.containsAny(seats);
    }

    /** Those among these that are so. */
    Seats among(Seats seats, SeatState state) {
        return Seats.of(seats.stream().filter(seat -> state(seat) == state).toArray());
    }

    /** @return false, and nothing has changed, when not all of them were {@code from} */
    boolean move(Seats seats, SeatState from, SeatState to) {
        for (int i = 0; i < seats.size(); i++) {
            if (state(seats.get(i)) != from) {
                return false;
            }
        }
        if (from == SeatState.AVAILABLE) {
            free -= seats.size();
        } else {
            bits(from).remove(seats);
        }
        if (to == SeatState.AVAILABLE) {
            free += seats.size();
        } else {
            bits(to).add(seats);
        }
        return true;
    }

    private SeatBits bits(SeatState state) {
        return switch (state) {
            case HELD -> held;
            case SOLD -> sold;
            case BLOCKED -> blocked;
            case AVAILABLE -> throw new IllegalArgumentException("free seats have no bits");
        };
    }
}
