package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.RedisServer;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that forgets, stops, hangs or is an impostor: calls end within their budget, and the next ones are right. */
class KvrocksFaultsTest {
    private static final long V1 = Version.of(1, 1);
    private static final Duration BUDGET = Duration.ofMillis(100);
    /** For a machine that is busy with other tests; without a bound of our own these calls would take seconds, or for ever. */
    private static final Duration SLACK = Duration.ofMillis(900);
    @TempDir
    Path home;
    private RedisServer server;
    private KvrocksSeatMaps maps;

    @BeforeEach
    void start() {
        server = new RedisServer(home);
        server.start();
        maps = new KvrocksSeatMaps(server.url(), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        maps.close();
        server.close();
    }

    @Test
    void shouldSendTheScriptAgainWhenTheServerHasForgottenIt() {
        try (var raw = new JedisRawStore(server.url())) {
            maps.project(updates(V1, 3));
            raw.jedis.scriptFlush();
            raw.jedis.configResetStat();
            assertThat(maps.project(updates(V1 + 1, 300))).hasSize(300).containsOnly(SeatMaps.Result.WHOLE);
            assertThat(raw.get(299)).isEqualTo(SeatMapsContract.image(V1 + 1, "h....").toBytes());
            // A chunk is sent before its answers are read; the next one finds the script loaded.
            assertThat(calls(raw, "eval")).isBetween(1, 128);
            raw.jedis.configResetStat();
            maps.project(updates(V1 + 2, 300));
            assertThat(calls(raw, "eval")).isZero();
            assertThat(calls(raw, "evalsha")).isEqualTo(300);
        }
    }

    @Test
    void shouldWorkAgainAfterTheServerWasKilled() {
        maps.project(updates(V1, 3));
        server.kill();
        assertUnavailable(maps, Duration.ofSeconds(2));
        assertUnavailable(maps, Duration.ofSeconds(2));
        server.start();
        assertThat(maps.project(updates(V1 + 1, 3))).containsOnly(SeatMaps.Result.WHOLE);
    }

    @Test
    void shouldReturnWithinItsBudgetWhileTheServerHangsAndNeverReadAnOldAnswer() throws Exception {
        try (var quick = new KvrocksSeatMaps(server.url(), BUDGET)) {
            maps.project(updates(V1, 3));
            awaitWarm(quick);
            signal("STOP");
            try {
                assertUnavailable(quick, BUDGET);
                assertUnavailable(quick, BUDGET);
            } finally {
                signal("CONT");
            }
            // What was sent is executed now; its answers must not be taken for those of the next calls.
            for (int round = 0; round < 20; round++) {
                var updates = updates(V1 + 10 + round, 1 + round);
                assertThat(maps.project(updates)).hasSize(1 + round).containsOnly(SeatMaps.Result.WHOLE);
                assertThat(maps.headers(List.of(0))).containsEntry(0, new MapLayout.Header(V1 + 10 + round, 4));
            }
            awaitWarm(quick);
            assertThat(quick.headers(List.of(19))).containsEntry(19, new MapLayout.Header(V1 + 29, 4));
        }
    }

    @Test
    void shouldBoundAServerThatAnswersAByteNowAndThen() throws Exception {
        try (var impostor = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var quick = new KvrocksSeatMaps(URI.create("redis://127.0.0.1:" + impostor.getLocalPort()), BUDGET)) {
            Thread.ofVirtual().start(() -> trickle(impostor));
            assertUnavailable(quick, BUDGET);
            assertUnavailable(quick, BUDGET);
        }
    }

    @Test
    void shouldBoundEveryCallerWhenMoreCallThanMay() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var quick = new KvrocksSeatMaps(URI.create("redis://127.0.0.1:" + silent.getLocalPort()), BUDGET)) {
            var bounded = new AtomicInteger();
            int callers = 3 * KvrocksSeatMaps.MAX_CALLS;
            var done = new CountDownLatch(callers);
            for (int i = 0; i < callers; i++) {
                Thread.ofVirtual().start(() -> {
                    assertUnavailable(quick, BUDGET);
                    bounded.incrementAndGet();
                    done.countDown();
                });
            }
            assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(bounded).hasValue(callers);
        }
    }

    @Test
    void shouldSendAPasswordWithoutAUser() {
        try (var raw = new JedisRawStore(server.url())) {
            raw.jedis.configSet("requirepass", "p@ss:w/rd");
            var address = "127.0.0.1:" + server.port();
            try (var right = new KvrocksSeatMaps(URI.create("redis://:p%40ss%3Aw%2Frd@" + address),
                    Duration.ofSeconds(2));
                    var wrong = new KvrocksSeatMaps(URI.create("redis://:guess@" + address), Duration.ofSeconds(2))) {
                assertThat(right.project(updates(V1, 1))).containsExactly(SeatMaps.Result.WHOLE);
                assertThatThrownBy(() -> wrong.project(updates(V1, 1))).isInstanceOf(SeatMapUnavailableException.class)
                        .hasMessageNotContaining("guess");
            }
            raw.jedis.configSet("requirepass", "");
        }
    }

    private static List<SeatMaps.Update> updates(long version, int subsections) {
        return IntStream.range(0, subsections).mapToObj(
                id -> new SeatMaps.Update(id, Version.NONE, SeatMapsContract.image(version, "h...."), Seats.NONE))
                .toList();
    }

    private static void assertUnavailable(SeatMaps maps, Duration budget) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> maps.project(updates(V1 + 5, 2_000))).isInstanceOf(SeatMapUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(budget.plus(SLACK));
    }

    /** The first calls load classes; a quarter of the budget would do later. */
    private static void awaitWarm(SeatMaps maps) {
        for (int tries = 0; tries < 50; tries++) {
            try {
                maps.headers(List.of(0));
                return;
            } catch (SeatMapUnavailableException notYet) {
                // Tried again.
            }
        }
        throw new AssertionError("never answered within the budget");
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor()).isZero();
    }

    private static void trickle(ServerSocket impostor) {
        try {
            while (true) {
                var socket = impostor.accept();
                Thread.ofVirtual().start(() -> trickle(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void trickle(Socket socket) {
        try (socket) {
            socket.getOutputStream().write('+');
            while (true) {
                Thread.sleep(20);
                socket.getOutputStream().write('O');
                socket.getOutputStream().flush();
            }
        } catch (IOException | InterruptedException closed) {
            // The caller has had enough.
        }
    }

    private static int calls(JedisRawStore raw, String command) {
        var stats = Pattern.compile("cmdstat_" + command + ":calls=([0-9]+)")
                .matcher(raw.jedis.info("commandstats"));
        return stats.find() ? Integer.parseInt(stats.group(1)) : 0;
    }
}
