package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The key by which an organizer repeats the creation of an event; it belongs to that organizer alone. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    /** For the OpenAPI document. */
    static final String SCHEMA = "^([A-Za-z0-9._:-]{1,64}|\"[A-Za-z0-9._:-]{1,64}\")$";
    private static final Pattern BARE_OR_QUOTED = Pattern
            .compile("\"([A-Za-z0-9._:-]{1,64})\"|([A-Za-z0-9._:-]{1,64})");

    private IdempotencyKey() {}

    static @Nullable String of(HttpHeaders headers) {
        var sent = headers.getOrEmpty(HEADER);
        if (sent.isEmpty()) {
            return null;
        }
        var key = BARE_OR_QUOTED.matcher(sent.getFirst());
        if (sent.size() > 1 || !key.matches()) {
            throw ProblemException.invalid(HEADER, "must be sent once: 1 to 64 of A-Z a-z 0-9 . _ : -, bare or quoted");
        }
        return key.group(1) == null ? key.group(2) : key.group(1);
    }
}
