package io.seatlog.ticketing.seatmap;

import io.seatlog.kernel.wire.MapLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The maps as Kvrocks (or Redis) has them. Whole maps by GET and headers by GETRANGE: both are safe on keys of any length
 * and kind, which BITFIELD is not. A store that does not answer is like one without maps, and is left alone for a second.
 * Blocks; thread-safe.
 */
class KvrocksMaps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KvrocksMaps.class);
    private static final long OPEN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Keys a round trip: some 64 KiB of small maps, so that one slice is answered well within the timeout. */
    private static final int SLICE = 500;
    private final RedisClient client;
    private final Circuit circuit = new Circuit(OPEN_NANOS);

    KvrocksMaps(MapProperties properties) {
        int millis = (int) properties.timeout().toMillis();
        var config = DefaultJedisClientConfig.builder().connectionTimeoutMillis(millis).socketTimeoutMillis(millis)
                .password(password(properties.url().getUserInfo())).clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if ("rediss".equals(properties.url().getScheme())) {
            var checkHost = new SSLParameters();
            checkHost.setEndpointIdentificationAlgorithm("HTTPS");
            config.ssl(true).sslParameters(checkHost);
        }
        var pool = new ConnectionPoolConfig();
        // One more than threads that serve requests: the look for what is sold out must not take theirs.
        pool.setMaxTotal(properties.connections() + 1);
        pool.setMaxIdle(properties.connections());
        pool.setMaxWait(properties.timeout());
        client = RedisClient.builder()
                .hostAndPort(new HostAndPort(properties.url().getHost(), properties.url().getPort()))
                .clientConfig(config.build()).poolConfig(pool).build();
    }

    private static @Nullable String password(@Nullable String userInfo) {
        return userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1);
    }

    /** @return whole values by subsection id; what is missing or cannot be read is left out */
    Map<Integer, byte[]> images(Collection<Integer> subsectionIds) {
        return read(subsectionIds, (pipeline, key) -> pipeline.get(key));
    }

    /** @return headers by subsection id; what is missing, too short or cannot be read is left out */
    Map<Integer, MapLayout.Header> headers(Collection<Integer> subsectionIds) {
        var headers = new HashMap<Integer, MapLayout.Header>();
        read(subsectionIds, (pipeline, key) -> pipeline.getrange(key, 0, MapLayout.HEADER_BYTES - 1))
                .forEach((id, bytes) -> MapLayout.Header.parse(bytes).ifPresent(header -> headers.put(id, header)));
        return headers;
    }

    boolean isReachable() {
        return !circuit.isOpen();
    }

    private Map<Integer, byte[]> read(Collection<Integer> ids, BiFunction<Pipeline, byte[], Response<byte[]>> command) {
        var values = new HashMap<Integer, byte[]>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += SLICE) {
            if (!circuit.allows(System.nanoTime())) {
                return values;
            }
            try {
                readSlice(all.subList(from, Math.min(from + SLICE, all.size())), command, values);
                if (circuit.succeeded()) {
                    LOG.info("the map store answers again");
                }
            } catch (JedisException unreachable) {
                if (circuit.failed(System.nanoTime())) {
                    LOG.warn("the map store does not answer; maps are read from the database: {}",
                            unreachable.toString());
                }
                return values;
            }
        }
        return values;
    }

    private void readSlice(List<Integer> ids, BiFunction<Pipeline, byte[], Response<byte[]>> command,
            Map<Integer, byte[]> into) {
        var answers = new ArrayList<Response<byte[]>>(ids.size());
        try (var pipeline = client.pipelined()) {
            ids.forEach(id -> answers
                    .add(command.apply(pipeline, MapLayout.key(id).getBytes(StandardCharsets.US_ASCII))));
            pipeline.sync();
        }
        for (int i = 0; i < answers.size(); i++) {
            var value = value(answers.get(i));
            if (value != null) {
                into.put(ids.get(i), value);
            }
        }
    }

    /** A key of another type answers an error: no map of ours, and no reason to doubt the others. */
    private static byte @Nullable [] value(Response<byte[]> answer) {
        try {
            return answer.get();
        } catch (JedisDataException notAMap) {
            return null;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
