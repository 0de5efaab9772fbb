package io.seatlog.proof.history;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.proof.history.HistoryRecord.Accepted;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import io.seatlog.proof.history.HistoryRecord.Decided;
import io.seatlog.proof.history.HistoryRecord.RefusalRow;
import io.seatlog.proof.history.HistoryRecord.Unreadable;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows each partition by version: SAME_AGAIN, LOG_TIME, IN_LOG, ACCEPTED_IN_LOG and REFUSAL_ROWS.
 *
 * <p>The time of a decision is the highest append time so far, which presumes that the log is covered from its start.
 * Poison is in the history as a record that is no command; what it may lead to is a rejection or a refusal that says
 * INTERNAL.
 */
final class LogPass implements Consumer<Keyed> {
    static final Order<Keyed> ORDER = Keyed.order(LogPass::key);
    private final Findings findings;
    private int partition = -1;
    private long version = -1;
    private @Nullable Instant decidedAt;
    private @Nullable Instant logTime;
    private @Nullable HistoryRecord logged;
    private @Nullable Outcome last;
    private Outcome.@Nullable CommandRefused refused;
    private @Nullable RefusalRow row;

    LogPass(Findings findings) {
        this.findings = findings;
    }

    /** @return null when the record has no place in this stream */
    static @Nullable Keyed keyOrNull(HistoryRecord record) {
        return switch (record) {
            case Commanded _,Unreadable _,Decided _,Accepted _,RefusalRow _ -> key(record);
            default -> null;
        };
    }

    private static Keyed key(HistoryRecord record) {
        return switch (record) {
            case Commanded commanded -> key(commanded.partition(), commanded.version(), 0, new UUID(0, 0), record);
            case Unreadable poison -> key(poison.partition(), poison.version(), 0, new UUID(0, 0), record);
            case Decided decided -> key(decided.partition(), decided.outcome().version(), 1,
                    Outcomes.subject(decided.outcome()), record);
            case Accepted accepted -> key(accepted.partition(), accepted.version(), 2, accepted.bookingId(), record);
            case RefusalRow refusal -> key(refusal.partition(), refusal.version(), 3, refusal.bookingId(), record);
            default -> throw new IllegalArgumentException("not of the log: " + record);
        };
    }

    private static Keyed key(int partition, long version, int rank, UUID subject, HistoryRecord record) {
        return new Keyed("", partition, version, rank, subject.getMostSignificantBits(),
                subject.getLeastSignificantBits(), record);
    }

    @Override
    public void accept(Keyed keyed) {
        if (keyed.high() != partition) {
            end();
            partition = (int) keyed.high();
            version = -1;
            decidedAt = null;
            logTime = null;
        }
        if (keyed.low() != version) {
            end();
            version = keyed.low();
        }
        switch (keyed.record()) {
            case Commanded commanded -> logged(commanded, commanded.at());
            case Unreadable poison -> logged(poison, poison.at());
            case Decided decided -> decided(decided.outcome());
            case Accepted accepted -> accepted(accepted);
            case RefusalRow refusal -> row(refusal);
            default -> throw new IllegalArgumentException("not of the log: " + keyed);
        }
    }

    /** After the last record. */
    void end() {
        if (refused != null && row == null) {
            findings.add(Rule.REFUSAL_ROWS, refused.bookingId(), "refused, and there is no row of it", version);
        }
        logged = null;
        last = null;
        refused = null;
        row = null;
    }

    private void logged(HistoryRecord record, Instant at) {
        if (logged != null && !logged.equals(record)) {
            findings.add(Rule.IN_LOG, "partition " + partition, "two records of the log in one place", version);
            return;
        }
        logged = record;
        logTime = logTime == null || at.isAfter(logTime) ? at : logTime;
    }

    private void decided(Outcome outcome) {
        if (last != null && Outcomes.subject(last).equals(Outcomes.subject(outcome))) {
            if (!last.equals(outcome)) {
                findings.add(Rule.SAME_AGAIN, Outcomes.subject(outcome),
                        "one command, two outcomes: " + last + " and " + outcome, version);
            }
            return;
        }
        last = outcome;
        time(outcome);
        String objection = switch (logged) {
            case null -> "no command has its version";
            case Commanded commanded -> fits(commanded.command(), outcome) ? null : "not of " + commanded.command();
            default -> internal(outcome) ? null : "of a record that is no command";
        };
        if (objection != null) {
            findings.add(Rule.IN_LOG, Outcomes.subject(outcome), Outcomes.name(outcome) + ": " + objection, version);
        }
        if (outcome instanceof Outcome.CommandRefused one) {
            refused = one;
        }
    }

    private void time(Outcome outcome) {
        var at = Outcomes.at(outcome);
        if (at == null) {
            return;
        }
        if (decidedAt != null && at.isBefore(decidedAt)) {
            findings.add(Rule.LOG_TIME, "partition " + partition,
                    "decided at " + at + " after a decision at " + decidedAt, version);
        }
        decidedAt = at;
        if (logged != null && !at.equals(logTime)) {
            findings.add(Rule.IN_LOG, Outcomes.subject(outcome), "decided at " + at + ", log time is " + logTime,
                    version);
        }
    }

    private void accepted(Accepted accepted) {
        boolean there = switch (logged) {
            case null -> false;
            case Commanded(_, _, _, Command.ReserveSeats reserve) ->
                reserve.bookingId().equals(accepted.bookingId()) && reserve.buyer().equals(accepted.buyer());
            case Commanded _ -> false;
            // Broken bytes do not say whose they were, but what came of them does.
            default -> last != null && Outcomes.subject(last).equals(accepted.bookingId());
        };
        if (!there) {
            findings.add(Rule.ACCEPTED_IN_LOG, accepted.bookingId(), "accepted, and not in partition " + partition
                    + " at its receipt's version", version);
        }
    }

    private void row(RefusalRow refusal) {
        if (row != null) {
            findings.add(Rule.REFUSAL_ROWS, refusal.bookingId(), "two rows of one version", version);
        } else if (refused == null || !refused.bookingId().equals(refusal.bookingId())
                || refused.reason() != refusal.reason()) {
            findings.add(Rule.REFUSAL_ROWS, refusal.bookingId(),
                    "the row says " + refusal.reason() + ", the outcome " + refused, version);
        }
        row = refusal;
    }

    private static boolean fits(Command command, Outcome outcome) {
        return command.subsectionId() == outcome.subsectionId() && switch (outcome) {
            case Outcome.SubsectionOpened opened -> command.equals(opened.opening());
            case Outcome.SubsectionChanged changed ->
                command instanceof Command.ChangeTerms change && change.terms().equals(changed.terms());
            case Outcome.SeatsBlocked(_, _, var seats) ->
                command instanceof Command.BlockSeats block && all(seats, block.seats());
            case Outcome.SeatsUnblocked(_, _, var seats) ->
                command instanceof Command.UnblockSeats unblock && all(seats, unblock.seats());
            case Outcome.CommandRefused refused -> command instanceof Command.OfBooking of
                    && of.bookingId().equals(refused.bookingId()) && of.buyer().equals(refused.buyer())
                    && CommandType.of(command) == refused.command();
            case Outcome.OfBooking of -> of(command, of) && makes(command, outcome);
        };
    }

    private static boolean all(Seats some, Seats of) {
        return some.stream().allMatch(of::contains);
    }

    private static boolean of(Command command, Outcome.OfBooking outcome) {
        return switch (command) {
            case Command.OfBooking of -> of.bookingId().equals(outcome.booking().id())
                    && of.buyer().equals(outcome.booking().buyer());
            case Command.ExpireHolds expire -> expire.bookingIds().contains(outcome.booking().id());
            case Command.CancelBookings cancel -> cancel.bookingIds().contains(outcome.booking().id());
            case Command.OfSubsection _ -> false;
        };
    }

    private static boolean makes(Command command, Outcome outcome) {
        return switch (CommandType.of(command)) {
            case RESERVE_SEATS -> outcome instanceof Outcome.SeatsHeld || outcome instanceof Outcome.BookingRejected;
            case CANCEL_BOOKING, CANCEL_BOOKINGS -> outcome instanceof Outcome.BookingCancelled;
            case RELEASE_SEATS ->
                outcome instanceof Outcome.SeatsReleased || outcome instanceof Outcome.BookingCancelled;
            case EXPIRE_HOLDS -> outcome instanceof Outcome.HoldExpired;
            case CONFIRM_BOOKING -> outcome instanceof Outcome.BookingConfirmed;
            case EXTEND_HOLD -> outcome instanceof Outcome.HoldChanged;
            case OPEN_SUBSECTION, CHANGE_TERMS, BLOCK_SEATS, UNBLOCK_SEATS -> false;
        };
    }

    private static boolean internal(Outcome outcome) {
        return outcome instanceof Outcome.BookingRejected(var booking) && booking.reason() == Reason.INTERNAL
                || outcome instanceof Outcome.CommandRefused refused && refused.reason() == Reason.INTERNAL;
    }
}
