package io.seatlog.reservation.seatmap;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** Where the store is: {@code redis://[:password@]host:port}, or {@code rediss://} for TLS. */
final class KvrocksAddress {
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");
    private final HostAndPort hostAndPort;
    private final boolean tls;
    private final @Nullable String password;

    private KvrocksAddress(HostAndPort hostAndPort, boolean tls, @Nullable String password) {
        this.hostAndPort = hostAndPort;
        this.tls = tls;
        this.password = password;
    }

    /** @throws IllegalArgumentException for what Kvrocks would misunderstand; its message never holds the password */
    static KvrocksAddress of(URI url) {
        if (url.getScheme() == null || !SCHEMES.contains(url.getScheme()) || url.getHost() == null
                || url.getPort() < 1) {
            throw new IllegalArgumentException(
                    "the seat map's URL must be redis://[:password@]host:port or rediss://…");
        }
        if (!Set.of("", "/", "/0").contains(url.getPath()) || url.getQuery() != null) {
            throw new IllegalArgumentException(
                    "the seat map's URL cannot choose a database: Kvrocks says OK to SELECT and does nothing");
        }
        return new KvrocksAddress(new HostAndPort(url.getHost(), url.getPort()), url.getScheme().equals("rediss"),
                password(url.getUserInfo()));
    }

    HostAndPort hostAndPort() {
        return hostAndPort;
    }

    JedisClientConfig config(Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        var config = DefaultJedisClientConfig.builder().connectionTimeoutMillis(millis).socketTimeoutMillis(millis)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (password != null) {
            config.password(password);
        }
        if (tls) {
            var parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            config.ssl(true).sslParameters(parameters);
        }
        return config.build();
    }

    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + hostAndPort;
    }

    private static @Nullable String password(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty() || userInfo.equals(":")) {
            return null;
        }
        if (!userInfo.startsWith(":")) {
            throw new IllegalArgumentException(
                    "the seat map's URL must be redis://:password@host:port without a user: Kvrocks knows none");
        }
        return userInfo.substring(1);
    }
}
