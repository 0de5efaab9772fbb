package io.seatlog.ticketing.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a connection to one instance may cost.
 *
 * @param max open ones; a file descriptor and some 10 KiB each. 10,000 streams and 5,000 calls leave a quarter of the usual
 *     20,000 descriptors for everything else
 * @param headersWithin from the first byte of a request, or from the connection, to the end of its headers: nobody needs more,
 *     and who sends a byte now and then would keep a connection for ever
 * @param requestWithin from the headers to the end of the body
 * @param writeWithin in which a client must have taken what it is sent, streams included
 */
@ConfigurationProperties("seatlog.connections")
record ConnectionProperties(@DefaultValue("15000") int max, @DefaultValue("10s") Duration headersWithin,
        @DefaultValue("10s") Duration requestWithin, @DefaultValue("30s") Duration writeWithin) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    ConnectionProperties {
        if (max < 1 || max > 1_000_000) {
            throw new IllegalArgumentException("seatlog.connections.max must be 1..1000000");
        }
        require("headers-within", headersWithin);
        require("request-within", requestWithin);
        require("write-within", writeWithin);
    }

    private static void require(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("seatlog.connections." + name + " must be above 0 and at most 5m");
        }
    }
}
