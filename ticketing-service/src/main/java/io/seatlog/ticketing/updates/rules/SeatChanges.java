package io.seatlog.ticketing.updates.rules;

import io.seatlog.kernel.message.Outcome;

/** Which outcomes change a seat, and so the version of its subsection's map. */
public final class SeatChanges {
    private SeatChanges() {}

    public static boolean changesSeats(Outcome outcome) {
        return switch (outcome) {
            case Outcome.SeatsHeld _,Outcome.BookingCancelled _,Outcome.HoldExpired _,Outcome.SeatsReleased _,Outcome.BookingConfirmed _,Outcome.SeatsBlocked _,Outcome.SeatsUnblocked _ ->
                true;
            case Outcome.BookingRejected _,Outcome.HoldChanged _,Outcome.CommandRefused _,Outcome.SubsectionOpened _,Outcome.SubsectionChanged _ ->
                false;
        };
    }
}
