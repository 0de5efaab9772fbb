package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.wire.MapLayout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** A store's keys over a plain connection of its own. */
final class JedisRawStore implements RawStore, AutoCloseable {
    final Jedis jedis;

    JedisRawStore(URI url) {
        jedis = new Jedis(url, 10_000);
    }

    @Override
    public byte @Nullable [] get(int subsectionId) {
        return "string".equals(jedis.type(MapLayout.key(subsectionId))) ? jedis.get(key(subsectionId)) : null;
    }

    @Override
    public void put(int subsectionId, byte[] bytes) {
        jedis.set(key(subsectionId), bytes);
    }

    @Override
    public void putOtherType(int subsectionId) {
        delete(subsectionId);
        jedis.hset(MapLayout.key(subsectionId), "version", "1");
    }

    @Override
    public void delete(int subsectionId) {
        jedis.del(key(subsectionId));
    }

    @Override
    public void clear() {
        jedis.flushAll();
    }

    @Override
    public void close() {
        jedis.close();
    }

    private static byte[] key(int subsectionId) {
        return MapLayout.key(subsectionId).getBytes(StandardCharsets.US_ASCII);
    }
}
