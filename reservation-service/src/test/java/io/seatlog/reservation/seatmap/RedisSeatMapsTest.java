package io.seatlog.reservation.seatmap;

import io.seatlog.embedded.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real Redis, which takes Kvrocks' place where there is none. */
class RedisSeatMapsTest extends SeatMapsContract {
    @TempDir
    static Path home;
    private static RedisServer server;
    private static KvrocksSeatMaps maps;
    private static JedisRawStore raw;

    @BeforeAll
    static void start() {
        server = new RedisServer(home);
        server.start();
        maps = new KvrocksSeatMaps(server.url(), Duration.ofSeconds(5));
        raw = new JedisRawStore(server.url());
    }

    @AfterAll
    static void stop() {
        raw.close();
        maps.close();
        server.close();
    }

    @Override
    SeatMaps maps() {
        return maps;
    }

    @Override
    RawStore raw() {
        return raw;
    }
}
