package io.seatlog.proof.history;

import io.seatlog.proof.history.Coverage.Kind;
import java.util.List;
import java.util.Set;

/** What a history is checked for: each rule with the promise of DESIGN section 1 that it stands for, and what it needs. */
public enum Rule {
    /** Seats, followed through the outcomes of a subsection. */
    ONE_OWNER("P1: a seat never has two live owners", Kind.DECIDED),
    /** The rows alone, whatever the outcomes say. */
    CLAIM_ROWS("P1: the claims are the seats of the live bookings, one booking a seat", Kind.BOOKINGS, Kind.CLAIMS),
    DECIDED_AS_ACCEPTED("P2: a receipt's booking is decided for the buyer who has it", Kind.ACCEPTED, Kind.DECIDED),
    DECIDED_AT_LAST("P2: an accepted booking is decided, at its receipt's version or as a repeat", true,
            Kind.ACCEPTED, Kind.DECIDED),
    ACCEPTED_IN_LOG("P2: what was accepted is in the log, where its receipt says", Kind.ACCEPTED, Kind.COMMANDED),
    ANSWERED("P2: a command is answered as its kind demands", Kind.COMMANDED, Kind.DECIDED),
    ANSWERED_AT_LAST("P2: no command that demands an answer is without one", true, Kind.COMMANDED, Kind.DECIDED),
    REFUSED_RIGHTLY("P2: a command is refused only for what is true", Kind.DECIDED),
    REJECTED_RIGHTLY("P2: a booking is rejected only for what is true", Kind.DECIDED),
    TERMS("P2: only what the terms allow is held, at their price and for their time", Kind.DECIDED),
    BUYER_LIMIT("P2: a buyer never has more tickets than the terms allow", Kind.DECIDED),
    CREATED_ONCE("P2, P3: a booking id is decided once", Kind.DECIDED),
    FIXED("P3: what a booking was made with never changes", Kind.DECIDED),
    MOVES("P4: a booking moves only along the arrows", Kind.DECIDED),
    VERSIONS("P4: versions only grow", Kind.DECIDED),
    SAME_AGAIN("P4: one command has one outcome, however often it is published", Kind.DECIDED),
    LOG_TIME("P4: the log's time never goes back", Kind.DECIDED),
    IN_LOG("P4: an outcome is that of a command in the log, at the log's time", Kind.COMMANDED, Kind.DECIDED),
    TOLD("P4: what streams say is what the log decided", true, Kind.TOLD, Kind.DECIDED),
    TOLD_ORDER("P4: a stream never goes back", Kind.TOLD),
    TOLD_LAST("P4: a stream is closed only at an end, and an open one knows the newest", true, Kind.TOLD,
            Kind.DECIDED),
    BOOKING_ROWS("P4: the bookings in Postgres are the outcomes applied", true, Kind.BOOKINGS, Kind.DECIDED),
    SUBSECTION_ROWS("P4: the subsections in Postgres are the outcomes applied", true, Kind.SUBSECTIONS, Kind.DECIDED),
    FREE_COUNTS("P4: the count of free seats is what the claims leave", Kind.SUBSECTIONS, Kind.CLAIMS),
    BUYER_ROWS("P4: the tickets counted for a buyer are those of the outcomes", true, Kind.BUYERS, Kind.DECIDED),
    REFUSAL_ROWS("P4: the refusals in Postgres are those published", true, Kind.REFUSALS, Kind.DECIDED),
    MAP("P5: the seat map shows what Postgres holds", true, Kind.MAPS, Kind.SUBSECTIONS, Kind.BOOKINGS),
    DEADLINE("P6: no seat is held past its deadline and grace", Kind.DECIDED, Kind.END),
    MONEY("P6: money is captured only for seats, and exactly what they cost", Kind.CHARGES, Kind.DECIDED),
    MONEY_AT_LAST("P6: no seats without money, no money without seats, none reserved", true, Kind.CHARGES,
            Kind.DECIDED);

    private final String promise;
    private final boolean atRest;
    private final Set<Kind> needs;

    Rule(String promise, Kind... needs) {
        this(promise, false, needs);
    }

    Rule(String promise, boolean atRest, Kind... needs) {
        this.promise = promise;
        this.atRest = atRest;
        this.needs = Set.copyOf(List.of(needs));
    }

    public String promise() {
        return promise;
    }

    /** Whether it can only be told of a run that came to rest. */
    boolean atRest() {
        return atRest;
    }

    Set<Kind> needs() {
        return needs;
    }
}
