package io.seatlog.ticketing.booking;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The id of a new booking: the client's, by body or {@value #HEADER} header, or one of ours. A client's must carry a time
 * near now, because rows are purged by id: an older id could be new again.
 */
@Component
final class BookingIds {
    static final String HEADER = "Idempotency-Key";
    private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    /** Of the header, for the OpenAPI document. */
    static final String SCHEMA = "^(" + UUID_TEXT + "|\"" + UUID_TEXT + "\")$";
    private static final Duration TOLERANCE = Duration.ofHours(24);
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");
    private final Clock clock;

    BookingIds(Clock clock) {
        this.clock = clock;
    }

    /** @param isClients whether it may have been used before */
    record BookingId(UUID id, boolean isClients) {}

    /** @param bodyId a UUID, or null */
    BookingId of(@Nullable String bodyId, HttpHeaders headers) {
        var header = header(headers);
        var body = bodyId == null ? null : UUID.fromString(bodyId);
        if (header != null && body != null && !header.equals(body)) {
            throw ProblemException.invalid(HEADER, "must equal id when both are sent");
        }
        var clients = body == null ? header : body;
        return clients == null ? new BookingId(Uuid7.next(), false) : new BookingId(recent(clients), true);
    }

    private static @Nullable UUID header(HttpHeaders headers) {
        var sent = headers.getOrEmpty(HEADER);
        if (sent.isEmpty()) {
            return null;
        }
        if (sent.size() > 1) {
            throw ProblemException.invalid(HEADER, "must be sent once");
        }
        var quoted = QUOTED.matcher(sent.getFirst());
        return Uuids.parameter(HEADER, quoted.matches() ? quoted.group(1) : sent.getFirst());
    }

    private UUID recent(UUID id) {
        boolean isRecent = Uuid7.isUuid7(id)
                && Math.abs(clock.millis() - Uuid7.millis(id)) <= TOLERANCE.toMillis();
        if (!isRecent) {
            throw ProblemException.of(ProblemType.BOOKING_ID_TIME,
                    "Make a new UUIDv7 for each booking, and send it within " + TOLERANCE.toHours() + " hours.");
        }
        return id;
    }
}
