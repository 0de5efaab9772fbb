package io.seatlog.ticketing.seatmap;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The map store.
 *
 * @param url {@code redis://[:password@]host:port}, or {@code rediss://} for TLS; Kvrocks takes a password without a user
 * @param timeout to connect and for each answer, at most 200 ms: a reader falls back to the database soon
 * @param connections also the number of threads that may wait for the store
 */
@ConfigurationProperties("seatlog.map")
public record MapProperties(URI url, @DefaultValue("150ms") Duration timeout, @DefaultValue("4") int connections) {
    private static final Duration MAX_TIMEOUT = Duration.ofMillis(200);

    public MapProperties {
        boolean known = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
        if (!known || url.getHost() == null || url.getPort() < 1) {
            throw new IllegalArgumentException("seatlog.map.url must be redis://host:port or rediss://host:port");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("seatlog.map.timeout must be 1..200 ms");
        }
        if (connections < 1 || connections > 64) {
            throw new IllegalArgumentException("seatlog.map.connections must be 1..64");
        }
    }
}
