package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.Seats;
import java.util.UUID;

/**
 * Who has each seat of a subsection, in the order of versions: ONE_OWNER. A hold and a late confirmation take seats, which
 * must be free; a confirmation in time must find them the booking's own; a cancellation, an expiry and a part given back
 * free them, which must have been the booking's. Seats move only in the partition where the subsection was opened: two
 * partitions would be two orders.
 */
final class SeatOwners {
    private final Findings findings;

    SeatOwners(Findings findings) {
        this.findings = findings;
    }

    void follow(SubsectionState state, Outcome outcome, int partition) {
        switch (outcome) {
            case Outcome.SeatsHeld(var booking) -> take(state, Move.of(booking, partition));
            case Outcome.BookingConfirmed(var booking, var late) -> {
                if (late) {
                    take(state, Move.of(booking, partition));
                } else {
                    keep(state, Move.of(booking, partition));
                }
            }
            case Outcome.BookingCancelled(var booking) -> free(state, Move.of(booking, partition));
            case Outcome.HoldExpired(var booking) -> free(state, Move.of(booking, partition));
            case Outcome.SeatsReleased(var booking, var released) ->
                free(state, new Move(booking.id(), released, booking.version(), partition));
            case Outcome.SeatsBlocked(_, var version, var seats) ->
                take(state, new Move(House.CLAIM, seats, version, partition));
            case Outcome.SeatsUnblocked(_, var version, var seats) ->
                free(state, new Move(House.CLAIM, seats, version, partition));
            case Outcome.SubsectionOpened _,Outcome.SubsectionChanged _,Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _ ->
                {
                }
        }
    }

    /** @param owner a booking, or the house */
    private record Move(UUID owner, Seats seats, long version, int partition) {
        static Move of(Booking booking, int partition) {
            return new Move(booking.id(), booking.seats(), booking.version(), partition);
        }
    }

    private void take(SubsectionState state, Move move) {
        changed(state, move);
        for (int i = 0; i < move.seats.size(); i++) {
            int seat = move.seats.get(i);
            var owner = state.owner(seat);
            if (owner != null) {
                findings.add(Rule.ONE_OWNER, state.seat(seat), move.owner + " gets it, it is " + owner + "'s",
                        move.version);
            } else if (!state.hasSeat(seat)) {
                findings.add(Rule.ONE_OWNER, state.seat(seat), move.owner + " gets a seat that there is not",
                        move.version);
            }
            state.give(seat, move.owner);
        }
    }

    private void keep(SubsectionState state, Move move) {
        changed(state, move);
        own(state, move, "is sold it");
    }

    private void free(SubsectionState state, Move move) {
        changed(state, move);
        own(state, move, "gives it back");
        for (int i = 0; i < move.seats.size(); i++) {
            if (move.owner.equals(state.owner(move.seats.get(i)))) {
                state.give(move.seats.get(i), null);
            }
        }
    }

    private void own(SubsectionState state, Move move, String what) {
        for (int i = 0; i < move.seats.size(); i++) {
            var owner = state.owner(move.seats.get(i));
            if (!move.owner.equals(owner)) {
                findings.add(Rule.ONE_OWNER, state.seat(move.seats.get(i)),
                        move.owner + " " + what + ", it is " + (owner == null ? "free" : owner + "'s"), move.version);
            }
        }
    }

    private void changed(SubsectionState state, Move move) {
        if (state.opening != null && move.partition != state.home) {
            findings.add(Rule.ONE_OWNER, "subsection " + state.id, move.owner + " moves seats in partition "
                    + move.partition + ", opened in " + state.home, move.version);
        }
        state.version = move.version;
    }
}
