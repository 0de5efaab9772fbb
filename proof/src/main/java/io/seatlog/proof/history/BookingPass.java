package io.seatlog.proof.history;

import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.proof.history.HistoryRecord.Accepted;
import io.seatlog.proof.history.HistoryRecord.BookingRow;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import io.seatlog.proof.history.HistoryRecord.Decided;
import io.seatlog.proof.history.HistoryRecord.StreamEnd;
import io.seatlog.proof.history.HistoryRecord.Told;
import io.seatlog.proof.history.HistoryRecord.ToldLast;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows each booking by version: what was accepted, asked, decided, told and stored of it.
 *
 * <p>A booking lives in the partition where it was made, which its creation says; that record comes first in the stream.
 * The same id may be used in other partitions, whose versions have no order with those: there it can only be refused.
 * Several 202 of one id are right when one is at the creation's version, and each other at a refusal's or, for the same
 * buyer in the same partition, later than the creation: a repeat, which has no outcome.
 */
final class BookingPass implements Consumer<Keyed> {
    private final Findings findings;
    private final RunFacts run;
    private final Consumer<Money> payments;
    private final Moves moves;

    private @Nullable Keyed former;
    private UUID id = new UUID(0, 0);
    private Outcome.@Nullable OfBooking creation;
    private int home;
    /** As the home partition so far left it. */
    private @Nullable Booking now;
    private boolean row;
    private @Nullable Keyed asked;
    private @Nullable Keyed refused;

    BookingPass(Findings findings, RunFacts run, Consumer<Money> payments) {
        this.findings = findings;
        this.run = run;
        this.payments = payments;
        this.moves = new Moves(findings);
    }

    @Override
    public void accept(Keyed keyed) {
        if (former == null || former.high() != keyed.high() || former.low() != keyed.low()) {
            end();
            id = new UUID(keyed.high(), keyed.low());
        }
        reach(keyed);
        switch (keyed.record()) {
            case Commanded _ -> asked = keyed;
            case Decided decided -> decided(keyed, decided);
            case Accepted accepted -> accepted(accepted);
            case Told told -> told(told);
            case BookingRow stored -> row(stored);
            case ToldLast last -> last(last);
            default -> throw new IllegalArgumentException("not of a booking: " + keyed);
        }
        former = keyed;
    }

    /** The stream has come to this place: what lies before it has happened. */
    private void reach(Keyed keyed) {
        if (asked != null && (keyed.section() != BookingOrder.LIFE || keyed.version() != asked.version()
                || keyed.partition() != asked.partition())) {
            settle(asked);
        }
        if (creation == null || now != null || keyed.section() == BookingOrder.CREATION) {
            return;
        }
        long made = creation.version();
        if (keyed.section() == BookingOrder.END || keyed.version() > made
                || keyed.version() == made && keyed.rank() > ((long) home << 4)) {
            if (asked != null) {
                settle(asked);
            }
            now = creation.booking();
        }
    }

    /** A command that the stream has passed without an outcome, unless its outcome made the booking, which came first. */
    private void settle(Keyed command) {
        if (creation != null && now == null && command.version() == creation.version()
                && command.partition() == home) {
            answered(command, creation);
        } else if (command.record() instanceof Commanded(var partition, var version, var at, var what)
                && Answers.missing(what, known(command), at)) {
            findings.add(Rule.ANSWERED_AT_LAST, id, "no outcome of " + what + " in partition " + partition, version);
        }
        asked = null;
    }

    private void answered(Keyed keyed, Outcome outcome) {
        if (keyed.record() instanceof Commanded(_, var version, _, var command)) {
            var objection = Answers.wrong(command, known(keyed), outcome);
            if (objection != null) {
                findings.add(Rule.ANSWERED, id, command + " is answered by " + outcome + ": " + objection, version);
            }
        }
        asked = null;
    }

    /** What a command may have found. Elsewhere the booking exists all the same, whether it came before or after. */
    private @Nullable Booking known(Keyed keyed) {
        return creation != null && keyed.partition() != home ? creation.booking() : now;
    }

    private void decided(Keyed keyed, Decided decided) {
        if (former != null && former.record() instanceof Decided && former.section() == keyed.section()
                && former.version() == keyed.version() && former.rank() == keyed.rank()
                && former.high() == keyed.high() && former.low() == keyed.low()) {
            return; // The same again; LogPass looks whether it is.
        }
        if (keyed.section() == BookingOrder.LIFE && asked != null) {
            answered(asked, decided.outcome());
        }
        switch (decided.outcome()) {
            case Outcome.OfBooking of when keyed.section() == BookingOrder.CREATION -> created(of, decided.partition());
            case Outcome.OfBooking of -> moved(of, decided.partition());
            case Outcome.CommandRefused refusal -> refused(keyed, refusal);
            case Outcome.OfSubsection _ -> throw new IllegalArgumentException("of no booking: " + decided);
        }
    }

    private void created(Outcome.OfBooking outcome, int partition) {
        if (creation != null) {
            findings.add(Rule.CREATED_ONCE, id, "made in partition " + home + " and again in partition " + partition,
                    creation.version(), outcome.version());
            return;
        }
        creation = outcome;
        home = partition;
        moves.created(outcome);
    }

    private void moved(Outcome.OfBooking outcome, int partition) {
        if (creation != null && partition != home) {
            findings.add(Rule.MOVES, id, Outcomes.name(outcome) + " in partition " + partition + ", made in partition "
                    + home, outcome.version());
            return;
        }
        if (now != null) {
            now = erasedAs(outcome.booking(), now);
            deadline(now, outcome.booking().changedAt(), outcome.version());
        }
        moves.moved(now, outcome);
        now = now == null ? now : outcome.booking();
    }

    /** A buyer may be erased between two decisions, and before the row is read; then all else of a booking stays as it was. */
    private static Booking erasedAs(Booking later, Booking before) {
        return ErasedBuyer.isOne(later.buyer()) ? before.erased(later.buyer()) : before;
    }

    private void deadline(Booking held, Instant time, long version) {
        if (held.status() == BookingStatus.HELD && held.holdUntil() != null
                && time.isAfter(held.holdUntil().plus(run.grace()))) {
            findings.add(Rule.DEADLINE, id, "held until " + held.holdUntil() + ", and still at " + time, held.version(),
                    version);
        }
    }

    private void refused(Keyed keyed, Outcome.CommandRefused refusal) {
        refused = keyed;
        boolean never = creation == null && run.drained();
        var objection = Refusals.objection(refusal, keyed.partition() == home ? now : null, never);
        if (objection != null) {
            findings.add(Rule.REFUSED_RIGHTLY, id, refusal.command() + " refused for " + refusal.reason() + ": "
                    + objection, refusal.version());
        }
    }

    private void accepted(Accepted accepted) {
        int partition = accepted.partition();
        long version = accepted.version();
        boolean refusedHere = refused != null && refused.version() == version && refused.partition() == partition
                && refused.record() instanceof Decided(_, _, Outcome.CommandRefused refusal, _)
                && refusal.command() == CommandType.RESERVE_SEATS;
        if (refusedHere) {
            return;
        }
        boolean same = creation != null && home == partition && creation.booking().buyer().equals(accepted.buyer());
        if (creation == null || partition != home || version < creation.version()) {
            findings.add(Rule.DECIDED_AT_LAST, id, "accepted in partition " + partition + ", and not decided there",
                    version);
        } else if (!same) {
            findings.add(Rule.DECIDED_AS_ACCEPTED, id,
                    "accepted for " + accepted.buyer() + ", decided for " + creation.booking().buyer(), version,
                    creation.version());
        }
    }

    private void told(Told told) {
        if (now == null || now.version() != told.version() || now.status() != told.status()) {
            findings.add(Rule.TOLD, id, told.stream() + " said " + told.status() + ", decided was "
                    + (now == null || now.version() != told.version() ? "nothing then" : now.status()),
                    told.version());
        }
    }

    private void row(BookingRow stored) {
        if (row) {
            findings.add(Rule.BOOKING_ROWS, id, "two rows");
        } else if (now == null) {
            findings.add(Rule.BOOKING_ROWS, id, "a row without an outcome", stored.booking().version());
        } else if (!erasedAs(stored.booking(), now).equals(stored.booking()) || stored.partition() != home) {
            findings.add(Rule.BOOKING_ROWS, id, "the row is " + stored + ", decided was " + now + " in partition "
                    + home, stored.booking().version(), now.version());
        }
        row = true;
    }

    private void last(ToldLast last) {
        if (last.end() == StreamEnd.CLOSED && last.status() == BookingStatus.HELD) {
            findings.add(Rule.TOLD_LAST, id, last.stream() + " was closed while it was HELD", last.version());
        }
        if (last.end() == StreamEnd.OPEN && now != null && now.version() != last.version()) {
            findings.add(Rule.TOLD_LAST, id, last.stream() + " is open and knows " + last.status() + ", it is "
                    + now.status(), last.version(), now.version());
        }
    }

    /** After the last of a booking. */
    void end() {
        if (asked != null) {
            settle(asked);
        }
        if (creation != null) {
            now = now == null ? creation.booking() : now;
            if (!row) {
                findings.add(Rule.BOOKING_ROWS, id, "decided, and there is no row of it", now.version());
            }
            var logTime = run.logTime(home);
            if (logTime != null) {
                deadline(now, logTime, now.version());
            }
            if (now.paymentId() != null) {
                payments.accept(Money.of(now.paymentId(), now));
            }
        }
        former = null;
        creation = null;
        now = null;
        row = false;
        asked = null;
        refused = null;
    }
}
