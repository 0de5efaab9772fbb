package io.seatlog.reservation.erasure;

import java.util.List;
import java.util.function.Consumer;

/**
 * Puts another name in the place of a buyer's, in everything that this service stores and that is over; ADR 19 tells why
 * nobody who decides meanwhile is disturbed.
 */
public final class Erasure {
    private static final int SHOWN = 20;
    private static final int PASSES = 5;
    private final ErasureRows rows;
    private final Decisions decisions;
    private final Consumer<String> report;

    /** @param report takes lines for the operator */
    public Erasure(ErasureRows rows, Decisions decisions, Consumer<String> report) {
        this.rows = rows;
        this.decisions = decisions;
        this.report = report;
    }

    /** How it ended. */
    public enum Result {
        ERASED,
        /** Something is not over; what is listed last says what. */
        IN_THE_WAY
    }

    /**
     * What was read before the rows changed is written when the log is decided as far as it went then; so the last pass
     * comes after that, and finds it.
     *
     * @throws ErasureUnfinishedException when it cannot begin or go on
     */
    public Result erase(Names names) {
        decisions.await();
        if (isInTheWay(names)) {
            return Result.IN_THE_WAY;
        }
        var counts = new Counts();
        pass(names, counts);
        int outcomes = forgetStoredOutcomes(names);
        for (int pass = 1; pass(names, counts) > 0; pass++) {
            if (pass == PASSES) {
                throw new ErasureUnfinishedException(names.buyer() + " is still written anew: let the issuer end the "
                        + "account first, and run this again", null);
            }
            decisions.await();
        }
        counts.report(report);
        report.accept("reservation.partition_progress  " + outcomes);
        return isInTheWay(names) ? Result.IN_THE_WAY : Result.ERASED;
    }

    private boolean isInTheWay(Names names) {
        var live = rows.live(names.buyer());
        live.stream().limit(SHOWN).map(Erasure::words).forEach(report);
        if (live.size() > SHOWN) {
            report.accept("in the way: " + (live.size() - SHOWN) + " more bookings");
        }
        return !live.isEmpty();
    }

    private static String words(ErasureRows.Live booking) {
        return "in the way: booking " + booking.id()
                + (booking.held() ? " is HELD until " : " is CONFIRMED, on sale until ")
                + booking.until();
    }

    private int pass(Names names, Counts counts) {
        return counts.add(rows.tickets(names), rows.bookings(names), rows.refusals(names), rows.deadLetters(names));
    }

    /** @return how many partitions had stored some; waits in any case, see {@link #erase} */
    private int forgetStoredOutcomes(Names names) {
        List<Decisions.Place> naming = rows.storedOutcomesOf(names.buyer());
        decisions.nudge(naming);
        decisions.await();
        var left = rows.storedOutcomesOf(names.buyer());
        if (!left.isEmpty()) {
            throw new ErasureUnfinishedException("the last outcomes of partitions "
                    + left.stream().map(Decisions.Place::partition).sorted().toList() + " name " + names.buyer()
                    + " again: let the issuer end the account first, and run this again", null);
        }
        return naming.size();
    }

    private static final class Counts {
        private int tickets;
        private int bookings;
        private int refusals;
        private int deadLetters;

        int add(int moreTickets, int moreBookings, int moreRefusals, int moreDeadLetters) {
            tickets += moreTickets;
            bookings += moreBookings;
            refusals += moreRefusals;
            deadLetters += moreDeadLetters;
            return moreTickets + moreBookings + moreRefusals + moreDeadLetters;
        }

        void report(Consumer<String> lines) {
            lines.accept("reservation.booking             " + bookings);
            lines.accept("reservation.refusal             " + refusals);
            lines.accept("reservation.buyer_tickets       " + tickets);
            lines.accept("reservation.dead_letter         " + deadLetters);
        }
    }
}
