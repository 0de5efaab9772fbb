package io.seatlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on 127.0.0.1, in the place of Kvrocks: append-only file, synced once a second, so that a kill may lose the
 * last second of the seat map. Start, stop, kill and start again use the same data and port. Not thread-safe.
 */
public final class RedisServer implements EmbeddedServer {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
    private static final int TIMEOUT_MILLIS = 1_000;

    private final Path home;
    private final Path log;
    private final int port;
    private @Nullable ChildProcess process;

    /** A server on a free port whose data and log live in this folder. */
    public RedisServer(Path home) {
        this(home, home.resolve("redis.log"), Ports.free());
    }

    public RedisServer(Path home, Path log, int port) {
        this.home = home.toAbsolutePath();
        this.log = log;
        this.port = port;
    }

    @Override
    public void start() {
        EmbeddedServer.requireStopped(process);
        ChildProcess started = ChildProcess
                .launch(new ChildProcess.Plan("redis", command(), Map.of(), log, home.resolve("redis.pid"),
                        Signal.TERM));
        process = started;
        Readiness.await(started, STARTS_WITHIN, this::answers);
    }

    @Override
    public void stop() {
        process = EmbeddedServer.stop(process, STOPS_WITHIN);
    }

    @Override
    public void kill() {
        process = EmbeddedServer.kill(process);
    }

    @Override
    public @Nullable ChildProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    /** {@code redis://127.0.0.1:port} */
    public URI url() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    private List<String> command() {
        Path data = home.resolve("data");
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(Bundle.redis(Bundle.userCache()).toString(), "--bind", "127.0.0.1", "--port",
                Integer.toString(port), "--dir", data.toString(), "--save", "", "--appendonly", "yes", "--appendfsync",
                "everysec", "--daemonize", "no", "--loglevel", "warning");
    }

    /** PING by hand; while it loads its file it answers -LOADING. */
    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }
}
