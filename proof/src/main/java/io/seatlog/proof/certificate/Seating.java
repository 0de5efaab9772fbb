package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.reservation.subsection.Subsection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One subsection as its outcomes so far left it: for deciding again, and for saying who holds what. */
final class Seating {
    private final int id;
    private final Holders holders = new Holders();
    private final Tally tally = new Tally();
    private final Chain chain;
    private Command.@Nullable OpenSubsection opening;
    private @Nullable Subsection replayed;
    /** What went wrong when an outcome could not follow; from there on nothing is decided again. */
    private @Nullable String lost;
    private long seatsVersion;

    Seating(int id) {
        this.id = id;
        chain = new Chain(id);
    }

    int id() {
        return id;
    }

    /** With the terms in force; null before it was opened. */
    Command.@Nullable OpenSubsection opening() {
        return opening;
    }

    Holders holders() {
        return holders;
    }

    Tally tally() {
        return tally;
    }

    Chain chain() {
        return chain;
    }

    /** Of the last outcome that changed a seat, or of the opening. */
    long seatsVersion() {
        return seatsVersion;
    }

    @Nullable
    String lost() {
        return lost;
    }

    /**
     * What production code decides now. Poison, to which an owner answers INTERNAL, is an exception.
     *
     * @param tickets that the buyer is taken to have: other partitions count, too, and their order is not known
     */
    List<Outcome> decide(Command command, Map<UUID, Booking> before, int tickets, long version, long logTime) {
        var known = new Subsection.Known() {
            @Override
            public @Nullable Booking booking(UUID id) {
                return before.get(id);
            }

            @Override
            public int tickets(String buyer) {
                return tickets;
            }
        };
        if (replayed != null) {
            return replayed.decide(command, known, version, Instant.ofEpochMilli(logTime));
        }
        if (command instanceof Command.OpenSubsection fresh) {
            return List.of(Subsection.open(fresh, version));
        }
        throw new IllegalArgumentException("subsection " + id + " is not open");
    }

    void follow(Outcome outcome) {
        tally.count(outcome);
        chain.add(outcome);
        holders.follow(outcome);
        if (!Subsection.changed(outcome).isEmpty() || outcome instanceof Outcome.SubsectionOpened) {
            seatsVersion = outcome.version();
        }
        switch (outcome) {
            case Outcome.SubsectionOpened opened when replayed == null -> {
                opening = opened.opening();
                replayed = Subsection.opened(opened);
            }
            case Outcome.SubsectionChanged(_, _, var terms) -> {
                opening = opening == null ? null : opening.with(terms);
                replay(outcome);
            }
            case Outcome.OfBooking _,Outcome.CommandRefused _,Outcome.SubsectionOpened _,Outcome.SeatsBlocked _,Outcome.SeatsUnblocked _ ->
                replay(outcome);
        }
    }

    private void replay(Outcome outcome) {
        if (lost != null) {
            return;
        }
        boolean nothing = outcome instanceof Outcome.CommandRefused || outcome instanceof Outcome.BookingRejected;
        try {
            if (replayed != null) {
                replayed.apply(outcome);
            } else if (!nothing) {
                lost = "an outcome before the opening";
            }
        } catch (IllegalStateException | IllegalArgumentException impossible) {
            lost = impossible.getMessage();
        }
    }
}
