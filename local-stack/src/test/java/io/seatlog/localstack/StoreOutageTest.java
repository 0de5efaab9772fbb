package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.EmbeddedServer;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log and truth are lost with kill -9 in the middle of a sale, and come back on the same data. */
class StoreOutageTest {
    private static final Duration GONE = Duration.ofSeconds(10);
    /** The positions in the database count as known for two seconds, and reading them again may take as long to fail. */
    private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(8);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingWithoutBrokerAndWithoutDatabase() throws Exception {
        try (var system = RunningSystem.start(folder.resolve("data"), "--reservation", "2", "--partitions", "8")) {
            brokerGone(system);
            databaseGone(system);
        }
    }

    /** Nothing is accepted into silence: buyers are told to come again, under the same id. */
    private static void brokerGone(RunningSystem system) throws Exception {
        try (var sale = Sale.start(system, 1800, 100)) {
            gone(system.endpoints().kafka().pid(), system.broker(), () -> {
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
    private static void databaseGone(RunningSystem system) throws Exception {
        try (var sale = Sale.start(system, 1800, 100)) {
            gone(system.endpoints().postgres().pid(), system.postgres(), () -> {
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

    private static void gone(long pid, EmbeddedServer server, Check meanwhile) throws Exception {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        long back = System.nanoTime() + GONE.toNanos();
        meanwhile.run();
        Thread.sleep(Math.max(0, Duration.ofNanos(back - System.nanoTime()).toMillis()));
        server.start();
    }

    private static HttpResponse<String> book(RunningSystem system, Sale sale) {
        return sale.buyers().book(system.api(0), new Buyers.Wish(Uuid7.next(), sale.eventId(), "A", "1", "patient", 1))
                .join();
    }

    private interface Check {
        void run() throws Exception;
    }
}
