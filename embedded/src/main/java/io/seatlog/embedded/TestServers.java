package io.seatlog.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One shared set of servers for all tests of a JVM, started together at the first use and ended with the JVM. Where a
 * Docker engine answers and Testcontainers is on the class path they are containers (Kafka, PostgreSQL, and Kvrocks
 * itself), else embedded processes (with Redis in Kvrocks' place); the system property {@code seatlog.test.servers}
 * ({@code embedded} or {@code containers}) decides otherwise. Tests that kill or stop a server start one of their own
 * ({@link KafkaBroker}, {@link PostgresServer}, {@link RedisServer}). Thread-safe.
 */
public final class TestServers {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable ServerSet servers;

    private TestServers() {}

    /** Bootstrap servers of the shared broker. Topics are shared as well: who needs the usual ones alone starts a broker. */
    public static String kafka() {
        return set().kafka();
    }

    /** The shared map store; keys are shared as well. */
    public static URI map() {
        return set().map();
    }

    /** A new, empty database of the shared server, with both roles and schemas. */
    public static SeatlogDatabase freshDatabase() {
        return set().database("seatlog_" + DATABASES.incrementAndGet());
    }

    private static synchronized ServerSet set() {
        ServerSet current = servers;
        if (current == null) {
            current = start();
            servers = current;
        }
        return current;
    }

    private static ServerSet start() {
        boolean containers = switch (System.getProperty("seatlog.test.servers", "auto").toLowerCase(Locale.ROOT)) {
            case "embedded" -> false;
            case "containers" -> true;
            default -> dockerAnswers();
        };
        System.out.println("Test servers: " + (containers ? "containers" : "embedded processes"));
        if (containers) {
            return ContainerServers.start();
        }
        try {
            return EmbeddedServers.start(Files.createTempDirectory("seatlog-test-servers-"));
        } catch (IOException e) {
            throw new IllegalStateException("No folder for the test servers", e);
        }
    }

    /** Looks for a socket first: Testcontainers' own search is slow and noisy where there is no Docker. */
    private static boolean dockerAnswers() {
        boolean configured = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
        return configured && testcontainersPresent() && ContainerServers.available();
    }

    private static boolean testcontainersPresent() {
        return TestServers.class.getResource("/org/testcontainers/kafka/KafkaContainer.class") != null
                && TestServers.class.getResource("/org/testcontainers/postgresql/PostgreSQLContainer.class") != null;
    }
}
