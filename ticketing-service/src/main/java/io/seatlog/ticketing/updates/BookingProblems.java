package io.seatlog.ticketing.updates;

import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.updates.rules.StreamEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Refused and lost requests as the problems that GET answers. */
final class BookingProblems {
    private BookingProblems() {}

    static Map<String, Object> refused(StreamEvent.Refused refused) {
        var type = refused.reason() == Reason.BOOKING_ID_REUSED
                ? ProblemType.BOOKING_ID_REUSED
                : ProblemType.COMMAND_REFUSED;
        return body(ProblemException.of(type, "The log refused this request.").with("id", refused.bookingId())
                .with("reason", refused.reason()));
    }

    static Map<String, Object> lost(StreamEvent.Lost lost) {
        return body(ProblemException
                .of(ProblemType.LOG_REPLACED, "The log was replaced before the request was decided; book again.")
                .with("id", lost.bookingId()));
    }

    private static Map<String, Object> body(ProblemException problem) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", problem.type().uri());
        body.put("title", problem.type().title());
        body.put("status", problem.type().status());
        body.put("code", problem.type().code());
        body.put("detail", problem.detail());
        body.putAll(problem.extensions());
        return body;
    }
}
