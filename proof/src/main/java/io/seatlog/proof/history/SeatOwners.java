package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.seating.Seats;

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
            case Outcome.SeatsHeld(var booking) -> take(state, booking, partition);
            case Outcome.BookingConfirmed(var booking, var late) -> {
                if (late) {
                    take(state, booking, partition);
                } else {
                    keep(state, booking, partition);
                }
            }
            case Outcome.BookingCancelled(var booking) -> free(state, booking, booking.seats(), partition);
            case Outcome.HoldExpired(var booking) -> free(state, booking, booking.seats(), partition);
            case Outcome.SeatsReleased(var booking, var released) -> free(state, booking, released, partition);
            case Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _,Outcome.OfSubsection _ -> {
            }
        }
    }

    private void take(SubsectionState state, Booking booking, int partition) {
        changed(state, booking, partition);
        for (int i = 0; i < booking.seats().size(); i++) {
            int seat = booking.seats().get(i);
            var owner = state.owner(seat);
            if (owner != null) {
                findings.add(Rule.ONE_OWNER, state.seat(seat), booking.id() + " gets it, it is " + owner + "'s",
                        booking.version());
            } else if (!state.hasSeat(seat)) {
                findings.add(Rule.ONE_OWNER, state.seat(seat), booking.id() + " gets a seat that there is not",
                        booking.version());
            }
            state.give(seat, booking.id());
        }
    }

    private void keep(SubsectionState state, Booking booking, int partition) {
        changed(state, booking, partition);
        own(state, booking, booking.seats(), "is sold it");
    }

    private void free(SubsectionState state, Booking booking, Seats seats, int partition) {
        changed(state, booking, partition);
        own(state, booking, seats, "gives it back");
        for (int i = 0; i < seats.size(); i++) {
            if (booking.id().equals(state.owner(seats.get(i)))) {
                state.give(seats.get(i), null);
            }
        }
    }

    private void own(SubsectionState state, Booking booking, Seats seats, String what) {
        for (int i = 0; i < seats.size(); i++) {
            var owner = state.owner(seats.get(i));
            if (!booking.id().equals(owner)) {
                findings.add(Rule.ONE_OWNER, state.seat(seats.get(i)),
                        booking.id() + " " + what + ", it is " + (owner == null ? "free" : owner + "'s"),
                        booking.version());
            }
        }
    }

    private void changed(SubsectionState state, Booking booking, int partition) {
        if (state.opening != null && partition != state.home) {
            findings.add(Rule.ONE_OWNER, "subsection " + state.id, "booking " + booking.id()
                    + " moves seats in partition " + partition + ", opened in " + state.home, booking.version());
        }
        state.version = booking.version();
    }
}
