package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.EmbeddedServer;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Log, truth and map are lost with kill -9 in the middle of a sale, and come back on the same data. */
class StoreOutageTest {
    private static final Duration GONE = Duration.ofSeconds(10);
    /** The positions in the database count as known for two seconds, and reading them again may take as long to fail. */
    private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(8);

    private static final int PER_SECOND = 125;
    private static final int MAP_GONE_SECONDS = Integer.getInteger("seatlog.outage.seconds", 10);

    @TempDir
    static Path folder;

    private static @Nullable RunningSystem running;
    private final RunningSystem system = Objects.requireNonNull(running);

    @BeforeAll
    static void start() {
        running = RunningSystem.start(folder.resolve("data"), "--reservation", "2", "--partitions", "8");
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(running).close();
    }

    /** The seat map is a picture: the sale goes on without it, and it comes back by itself. */
    @Test
    void shouldSellOnWhenTheMapIsEmptied() throws Exception {
        try (var sale = Sale.start(system, 1000, 150)) {
            try (var jedis = new Jedis(URI.create(system.endpoints().kvrocks().url()))) {
                jedis.flushAll();
            }
            sale.finishAndAudit("all keys of the map store deleted");
        }
    }

    @Test
    void shouldSellOnWithoutTheMapStore() throws Exception {
        int bookings = (MAP_GONE_SECONDS + 10) * PER_SECOND;
        try (var sale = Sale.start(system, bookings, PER_SECOND)) {
            gone(system.endpoints().kvrocks().pid(), system.mapStore(), Duration.ofSeconds(MAP_GONE_SECONDS), () -> {
                int most = MAP_GONE_SECONDS * PER_SECOND / 2;
                long before = sale.decided();
                for (int wait = 0; wait < 1_200 && sale.decided() < before + most; wait++) {
                    Thread.sleep(100);
                }
                assertThat(sale.decided()).as("decided without the map store").isGreaterThanOrEqualTo(before + most);
            });
            long back = System.nanoTime();
            assertThat(sale.audit().maps(sale.eventId(), Duration.ofSeconds(60))).isEmpty();
            System.out.printf("all maps right %d ms after the store's return%n",
                    Duration.ofNanos(System.nanoTime() - back).toMillis());
            sale.finishAndAudit("map store gone for " + MAP_GONE_SECONDS + " s");
        }
    }

    /** Nothing is accepted into silence: buyers are told to come again, under the same id. */
    @Test
    void shouldLoseNothingWithoutTheBroker() throws Exception {
        try (var sale = Sale.start(system, 1800, 100)) {
            gone(system.endpoints().kafka().pid(), system.broker(), GONE, () -> {
                var answer = book(system, sale);
                assertThat(answer.statusCode()).as(answer.body()).isIn(503, 504);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                if (answer.statusCode() == 503) {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                } else {
                    assertThat(answer.body()).contains("acceptance-unknown");
                }
            });
            sale.finishAndAudit("broker killed, back after " + GONE.toSeconds() + " s");
            assertThat(sale.run().refused()).isEmpty();
        }
    }

    /** Without the database nobody knows whether the log is the one that is decided, so nothing is put on it. */
    @Test
    void shouldLoseNothingWithoutTheDatabase() throws Exception {
        try (var sale = Sale.start(system, 1800, 100)) {
            gone(system.endpoints().postgres().pid(), system.postgres(), GONE, () -> {
                Thread.sleep(UNKNOWN_AFTER.toMillis());
                var answer = book(system, sale);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).contains("log-unavailable");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            });
            sale.finishAndAudit("database killed, back after " + GONE.toSeconds() + " s");
            assertThat(sale.run().refused()).isEmpty();
        }
    }

    /** Kills the server, and starts it again after this time, whatever was found meanwhile: the next test needs it. */
    private static void gone(long pid, EmbeddedServer server, Duration time, Check meanwhile) throws Exception {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        long back = System.nanoTime() + time.toNanos();
        try {
            meanwhile.run();
            Thread.sleep(Math.max(0, Duration.ofNanos(back - System.nanoTime()).toMillis()));
        } finally {
            server.start();
        }
    }

    private static HttpResponse<String> book(RunningSystem system, Sale sale) {
        return sale.buyers().book(system.api(0), new Buyers.Wish(Uuid7.next(), sale.eventId(), "A", "1", "patient", 1))
                .join();
    }

    private interface Check {
        void run() throws Exception;
    }
}
