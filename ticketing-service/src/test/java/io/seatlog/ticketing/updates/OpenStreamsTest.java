package io.seatlog.ticketing.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Limits and ends of streams, on a real server with clients that read, do not read, or go away. */
class OpenStreamsTest {
    private static final byte[] FRAME = ("data: " + "x".repeat(10_000) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OpenStreams streams = new OpenStreams(new StreamProperties(3, 3, 2, Duration.ofMinutes(30), 32),
            _ -> false,
            meters);
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private DisposableServer server;

    @BeforeEach
    void serve() {
        streams.admit(true);
        var handler = WebHttpHandlerBuilder.webHandler(exchange -> streams.run(null, channel -> {
            channels.add(channel);
            return OpenStreams.answer(exchange, channel);
        })).build();
        server = HttpServer.create().host("127.0.0.1").port(0).handle(new ReactorHttpHandlerAdapter(handler)).bindNow();
    }

    @AfterEach
    void stop() {
        server.disposeNow(Duration.ofSeconds(2));
    }

    @Test
    void shouldCutOffAReaderThatDoesNotReadAndNobodyElse() throws Exception {
        try (var lazy = connect(); var reading = connect()) {
            Awaitility.await().until(() -> channels.size() == 2);
            var received = new AtomicReference<>(0L);
            Thread.ofVirtual().start(() -> received.set(drain(reading)));
            for (int i = 0; i < 20_000 && meters.counter("seatlog.streams.cut").count() < 1; i++) {
                channels.forEach(channel -> channel.send(FRAME));
                Thread.sleep(1);
            }
            Awaitility.await().atMost(Duration.ofSeconds(10))
                    .until(() -> meters.counter("seatlog.streams.cut").count() == 1);
            assertThat(open()).isEqualTo(1);
            assertThat(channels.stream().filter(Channel::isOpen)).hasSize(1);
            assertThat(channels.stream().filter(Channel::isCut)).hasSize(1);
            assertThat(endOf(lazy)).as("the connection itself is closed").isNotNegative();
            streams.endAll();
            Awaitility.await().until(() -> open() == 0);
        }
    }

    /** Ended in good order, but its reader is stuck: only time and an abort free it. */
    @Test
    void shouldAbortAStreamWhoseReaderIsStuckAtItsEnd() throws Exception {
        try (var lazy = connect()) {
            Awaitility.await().until(() -> channels.size() == 1);
            var channel = channels.getFirst();
            for (int i = 0; i < 2_000 && channel.isOpen(); i++) {
                channel.send(FRAME);
                if (i % 8 == 7) {
                    Thread.sleep(5);
                }
                if (i == 600) {
                    channel.end(System.nanoTime() - Duration.ofSeconds(11).toNanos());
                }
            }
            if (!channel.isCut()) {
                for (long tick = 0; tick < 10; tick++) {
                    streams.beat(tick);
                }
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> open() == 0);
        }
    }

    @Test
    void shouldTurnAwayMoreThanItServes() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 3; i++) {
                sockets.add(connect());
            }
            Awaitility.await().until(() -> open() == 3);
            assertThat(streams.run(null, _ -> Mono.empty()).materialize().blockOptional().orElseThrow().getThrowable())
                    .isInstanceOfSatisfying(ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED));
            sockets.removeFirst().close();
            Awaitility.await().until(() -> open() == 2);
            sockets.add(connect());
            Awaitility.await().until(() -> open() == 3);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await().until(() -> open() == 0);
        assertThat(meters.counter("seatlog.streams.turned.away").count()).isEqualTo(1);
    }

    @Test
    void shouldEndOldStreamsAndCommentYoungOnes() {
        var aging = new OpenStreams(new StreamProperties(3, 3, 2, Duration.ofSeconds(1), 32), _ -> false, meters);
        aging.admit(true);
        var frames = new CopyOnWriteArrayList<String>();
        var running = new AtomicReference<Channel>();
        Disposable stream = aging.run(null, channel -> {
            running.set(channel);
            return channel.frames().doOnNext(frame -> frames.add(new String(frame, StandardCharsets.US_ASCII))).then();
        }).subscribe();
        for (long tick = 0; tick < StreamBeat.COMMENT; tick++) {
            aging.beat(tick);
        }
        assertThat(frames).containsExactly(":\n\n");
        assertThat(channel(running).isOpen()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (long tick = 0; tick < StreamBeat.SECOND; tick++) {
                aging.beat(tick);
            }
            return stream.isDisposed();
        });
    }

    private static Channel channel(AtomicReference<Channel> running) {
        return Objects.requireNonNull(running.get());
    }

    private double open() {
        return meters.get("seatlog.streams.open").gauge().value();
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long drain(Socket socket) {
        try {
            return socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException closed) {
            return -1;
        }
    }

    /** @return bytes until the end of the connection; a reset is an end too */
    private static long endOf(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        long bytes = 0;
        try (var in = socket.getInputStream()) {
            var buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open after " + bytes + " bytes", open);
        } catch (java.net.SocketException reset) {
            return bytes;
        }
        return bytes;
    }
}
