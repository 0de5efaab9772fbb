package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.UUID;

/** Why an event is not changed. */
final class EventProblems {
    private EventProblems() {}

    /** Also for somebody else's, so that drafts cannot be probed. */
    static ProblemException notYours(UUID id) {
        return ProblemException.of(ProblemType.EVENT_UNKNOWN, "No event " + id + " of yours is known.");
    }

    static ProblemException notAllowed(Event.Status status) {
        return ProblemException.of(ProblemType.NOT_ALLOWED_IN_STATUS, "The event is " + status + ".")
                .with("eventStatus", status);
    }

    static ProblemException limitFixed() {
        return ProblemException.of(ProblemType.BUYER_LIMIT_FIXED,
                "A published event keeps its limit of tickets per buyer, or keeps having none; its number may change.");
    }

    static ProblemException logUnavailable() {
        return ProblemException.of(ProblemType.LOG_UNAVAILABLE,
                "Nothing was changed: not every part of the log has an owner.");
    }

    static ProblemException opening() {
        return ProblemException.of(ProblemType.LOG_UNAVAILABLE,
                "Nothing was changed: the log does not have the whole event yet.").retryAfter(Duration.ofSeconds(1));
    }

    /** After the commit: whatever kept the log from answering, the sweep goes on with it. */
    static ProblemException notAcknowledged(UUID id) {
        return ProblemException
                .of(ProblemType.ACCEPTANCE_UNKNOWN,
                        "What was changed is kept and will reach the log; repeat the request to wait for it.")
                .with("id", id);
    }
}
