package io.seatlog.ticketing.booking;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** {@code Prefer: wait=N} (RFC 7240): how long a reader would rather wait for a decision than hear PENDING. */
final class Preference {
    static final String HEADER = "Prefer";
    static final String APPLIED = "Preference-Applied";
    /** Proxies cut idle requests off not long after. */
    static final int MAX_SECONDS = 20;
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,4})\"?(?:$|[,;\\s])");

    private Preference() {}

    /** A preference that is not understood is ignored, as the RFC wants it. */
    static Duration wait(HttpHeaders headers) {
        for (var preference : headers.getOrEmpty(HEADER)) {
            var wait = WAIT.matcher(preference);
            if (wait.find()) {
                return Duration.ofSeconds(Math.min(Integer.parseInt(wait.group(1)), MAX_SECONDS));
            }
        }
        return Duration.ZERO;
    }
}
