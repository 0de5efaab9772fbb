package io.seatlog.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node, automatic topic creation off) in a JVM of its own. The folder is formatted once
 * and kept; start, stop, kill and start again use the same data and port. Not thread-safe.
 *
 * <p>Clients connect to the port that the broker tells them, whichever they asked first. With a {@link FaultyLink} in
 * front, that is the link's port; then the broker also listens on a port of its own that it tells those who ask there. Its
 * readiness is asked there, and it talks to itself there: a broker must start while the link is down.
 */
public final class KafkaBroker implements EmbeddedServer {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private static final int HEAP_MEGABYTES = 320;

    private final Path home;
    private final Path log;
    private final int port;
    private final int controllerPort;
    private final Jit jit;
    private final int advertisedPort;
    private final int directPort;
    private @Nullable ChildProcess process;

    /** A broker on free ports whose data and log live in this folder. */
    public KafkaBroker(Path home) {
        this(home, home.resolve("kafka.log"), Ports.free(), Ports.free(), Jit.QUICK);
    }

    public KafkaBroker(Path home, Path log, int port, int controllerPort, Jit jit) {
        this(home, log, port, controllerPort, jit, port);
    }

    /** A broker that listens on {@code port} and sends clients to {@code advertisedPort}, where a link leads to it. */
    public KafkaBroker(Path home, Path log, int port, int controllerPort, Jit jit, int advertisedPort) {
        this.home = home.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.controllerPort = controllerPort;
        this.jit = jit;
        this.advertisedPort = advertisedPort;
        this.directPort = advertisedPort == port ? port : Ports.free();
    }

    /** Starts the broker and returns when an admin client was answered. */
    @Override
    public void start() {
        EmbeddedServer.requireStopped(process);
        ChildProcess started = ChildProcess.launch(
                new ChildProcess.Plan("kafka", command(), Map.of(), log, home.resolve("kafka.pid"), Signal.TERM));
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

    /** Where it listens: what a link leads to. */
    public int port() {
        return port;
    }

    /** Where clients go: through the link, if there is one. */
    public String bootstrapServers() {
        return "127.0.0.1:" + advertisedPort;
    }

    /** Around the link, to look at the broker while that is down. */
    public String directBootstrapServers() {
        return "127.0.0.1:" + directPort;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m", "-Xms64m", "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                        "-Dlogback.configurationFile=io/seatlog/embedded/kafka-node-logback.xml"));
        command.addAll(jit.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KafkaNode.class.getName(),
                home.resolve("data").toString(), Integer.toString(port), Integer.toString(controllerPort),
                Integer.toString(advertisedPort), Integer.toString(directPort)));
        return command;
    }

    private boolean answers() {
        // An admin client logs every refused connection, so it is not asked before somebody listens.
        if (!Readiness.accepts(directPort)) {
            return false;
        }
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, directBootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000))) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka starts", e);
        }
    }
}
