package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of one subsection. */
final class Tally {
    private final Map<String, Long> rejected = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();
    private final Map<String, Long> revenue = new TreeMap<>();
    private long requests;
    private long repeats;
    private long held;
    private long expired;
    private long cancelled;
    private long released;
    private long confirmed;
    private long late;
    private long pending;
    private long sold;
    private long blocked;

    void requested() {
        requests++;
    }

    void repeated() {
        repeats++;
    }

    void pending(long undecided) {
        pending += undecided;
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.SeatsHeld _ -> held++;
            case Outcome.BookingRejected(var booking) -> rejected.merge(name(booking.reason()), 1L, Long::sum);
            case Outcome.CommandRefused refusal -> refused.merge(refusal.reason().name(), 1L, Long::sum);
            case Outcome.HoldExpired _ -> expired++;
            case Outcome.SeatsReleased(_, var seats) -> released += seats.size();
            case Outcome.BookingCancelled(var booking) -> {
                cancelled++;
                if (booking.paymentId() != null) {
                    sell(booking, -1);
                }
            }
            case Outcome.BookingConfirmed(var booking, var isLate) -> {
                confirmed++;
                late += isLate ? 1 : 0;
                sell(booking, 1);
            }
            case Outcome.SeatsBlocked(_, _, var seats) -> blocked += seats.size();
            case Outcome.SeatsUnblocked(_, _, var seats) -> blocked -= seats.size();
            case Outcome.HoldChanged _,Outcome.SubsectionOpened _,Outcome.SubsectionChanged _ -> {
            }
        }
    }

    private static String name(@Nullable Reason reason) {
        return reason == null ? "NONE" : reason.name();
    }

    private void sell(Booking booking, int sign) {
        sold += (long) sign * booking.quantity();
        revenue.merge(booking.currency() == null ? "" : booking.currency(), sign * booking.totalMinor(), Long::sum);
    }

    Counts counts() {
        return new Counts(requests, repeats, held, rejected, refused, expired, cancelled, released, confirmed, late,
                pending, sold, blocked, revenue);
    }
}
