package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process of the API among clients that want too much of it, or nothing at all. */
class CrowdedApiTest {

    private static final int SUBSECTIONS = 20;
    private static final int BOOKINGS = 1_000;
    private static final int PER_SECOND = 100;
    private static final int GREEDY_PER_SECOND = 1_000;
    private static final int SOCKETS = 4_000;
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static RunningSystem system;

    @BeforeAll
    static void start() {
        system = RunningSystem.start(folder.resolve("data"), "--partitions", "8");
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    /** A hundred buyers, one booking a second each, alone and beside one who sends ten times as much as all of them. */
    @Test
    void shouldNotLetOneGreedyBuyerBeNoticedByOthers() throws Exception {
        try (var buyers = new Buyers(system.endpoints().tokens())) {
            run("warming", buyers); // The first seconds of a process are another matter.
            var alone = run("alone", buyers);
            var event = buyers.makeEvent(system.api(0), 1, 20, 25);
            var greedy = new GreedyBuyer(system.api(0), event, system.endpoints().tokens().bearer("greedy"),
                    GREEDY_PER_SECOND);
            Map<String, Long> beside;
            try (greedy) {
                beside = run("beside", buyers);
            }
            var statuses = greedy.statuses();
            System.out.println("A hundred buyers, to the outcome, ms: alone " + alone + ", beside one with "
                    + GREEDY_PER_SECOND + " requests a second " + beside + "; that one got " + statuses);
            assertThat(statuses.getOrDefault(429, new AtomicInteger()).get()).isGreaterThan(1_000);
            assertThat(statuses.keySet()).containsOnly(202, 429);
            assertThat(statuses.getOrDefault(202, new AtomicInteger()).get()).as("its own share").isLessThan(500);
        }
    }

    private static Map<String, Long> run(String name, Buyers buyers) throws Exception {
        var target = system.endpoints().target();
        try (var tape = new OutcomeTape(target)) {
            var event = buyers.makeEvent(system.api(0), SUBSECTIONS, 20, 25);
            var run = new LoadRun(target, buyers,
                    new LoadRun.Shape(event, SUBSECTIONS, BOOKINGS, PER_SECOND, 2, name.hashCode()));
            run.send();
            assertThat(run.awaitDecisions(tape, DECIDED_WITHIN)).as("undecided").isZero();
            assertThat(run.refused()).as("refused " + name).isEmpty();
            assertThat(run.accepted()).hasSize(BOOKINGS);
            var latencies = run.latencies(tape);
            return Map.of("p50", LoadRun.percentile(latencies, 50), "p99", LoadRun.percentile(latencies, 99));
        }
    }

    /** Half of them read nothing of the stream that they asked for, half never get to the end of their request. */
    @Test
    void shouldGoOnBookingAmongThousandsOfConnectionsThatDoNothing() throws Exception {
        var event = UUID.fromString(system.endpoints().demoEventId());
        long before = memoryMegabytes();
        var sockets = new ArrayList<SocketChannel>();
        try (var buyers = new Buyers(system.endpoints().tokens())) {
            for (int i = 0; i < SOCKETS; i++) {
                sockets.add(send("GET /api/events/" + event + "/stream?watch=Stalls/1,Stalls/2,Stalls/3 HTTP/1.1\r\n"
                        + "Host: localhost\r\nAccept: text/event-stream\r\n\r\n"));
                sockets.add(send("POST /api/bookings HTTP/1.1\r\nHost: localhost\r\nX-Half"));
            }
            var measured = run("crowded", buyers);
            System.out.println(String.format(Locale.ROOT,
                    "Beside %d connections that read nothing and %d half-open ones: to the outcome %s ms; the process "
                            + "had %d MB before and %d MB then",
                    SOCKETS, SOCKETS, measured, before, memoryMegabytes()));
            assertThat(halfOpen(sockets)).as("closed by the server").isZero();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        assertThat(Http.isReady(system.endpoints().ticketing().getFirst().management())).isTrue();
    }

    private static SocketChannel send(String text) throws IOException {
        URI api = system.api(0);
        var socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        socket.connect(new InetSocketAddress(api.getHost(), api.getPort()));
        socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        return socket;
    }

    /** Every second one; the end of the others is not waited for. */
    private static int halfOpen(List<SocketChannel> sockets) throws Exception {
        int open = 0;
        for (int round = 0; round < 300; round++) {
            open = 0;
            for (int i = 1; i < sockets.size(); i += 2) {
                open += isOpen(sockets.get(i)) ? 1 : 0;
            }
            if (open == 0) {
                return 0;
            }
            Thread.sleep(100);
        }
        return open;
    }

    private static boolean isOpen(SocketChannel socket) {
        try {
            socket.configureBlocking(false);
            return socket.read(ByteBuffer.allocate(1_000)) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    private static long memoryMegabytes() throws IOException {
        Path status = Path.of("/proc/" + system.endpoints().ticketing().getFirst().pid() + "/status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0)
                : 0;
    }
}
