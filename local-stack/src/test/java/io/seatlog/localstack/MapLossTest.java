package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The seat map is a picture: the sale goes on without it, and it comes back by itself. */
class MapLossTest {
    private static final int GONE_SECONDS = Integer.getInteger("seatlog.outage.seconds", 15);

    @TempDir
    Path folder;

    @Test
    void shouldSellOnWithoutTheMap() throws Exception {
        try (var system = RunningSystem.start(folder.resolve("data"), "--reservation", "2", "--partitions", "16")) {
            emptied(system);
            stopped(system);
        }
    }

    private static void emptied(RunningSystem system) throws Exception {
        try (var sale = Sale.start(system, 1500, 150)) {
            try (var jedis = new Jedis(URI.create(system.endpoints().kvrocks().url()))) {
                jedis.flushAll();
            }
            sale.finishAndAudit("all keys of the map store deleted");
        }
    }

    private static void stopped(RunningSystem system) throws Exception {
        try (var sale = Sale.start(system, (GONE_SECONDS + 10) * 125, 125)) {
            ProcessHandle.of(system.endpoints().kvrocks().pid()).orElseThrow().destroyForcibly();
            Thread.sleep(Duration.ofSeconds(GONE_SECONDS));
            assertThat(sale.tape().decided(sale.run().accepted().keySet())).isGreaterThan(GONE_SECONDS * 80);
            system.mapStore().start();
            long back = System.nanoTime();
            assertThat(sale.audit().maps(sale.eventId(), Duration.ofSeconds(60))).isEmpty();
            System.out.printf("all maps right %d ms after the store's return%n",
                    Duration.ofNanos(System.nanoTime() - back).toMillis());
            sale.finishAndAudit("map store gone for " + GONE_SECONDS + " s");
        }
    }
}
