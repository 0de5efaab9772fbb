package io.seatlog.embedded;

import io.seatlog.embedded.SeatlogDatabase.Passwords;
import java.net.URI;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The three servers as containers; Testcontainers removes them at the end of the JVM. */
record ContainerServers(KafkaContainer broker, PostgreSQLContainer postgres,
        GenericContainer<?> kvrocks) implements ServerSet {

    private static final int KVROCKS_PORT = 6666;
    private static final Passwords PASSWORDS = new Passwords("superuser", "ticketing", "reservation");

    static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ContainerServers start() {
        KafkaContainer broker = new KafkaContainer("apache/kafka:4.2.1").withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE",
                "false");
        PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18").withDatabaseName("postgres")
                .withUsername(SeatlogDatabase.SUPERUSER).withPassword(PASSWORDS.superuser())
                .withCommand("postgres", "-c", "max_connections=200");
        GenericContainer<?> kvrocks = new GenericContainer<>("apache/kvrocks:2.10.1").withExposedPorts(KVROCKS_PORT)
                .waitingFor(Wait.forListeningPort()).withStartupTimeout(Duration.ofMinutes(2));
        Startables.deepStart(broker, postgres, kvrocks).join();
        return new ContainerServers(broker, postgres, kvrocks);
    }

    @Override
    public String kafka() {
        return broker.getBootstrapServers();
    }

    @Override
    public URI map() {
        return URI.create("redis://" + kvrocks.getHost() + ":" + kvrocks.getMappedPort(KVROCKS_PORT));
    }

    @Override
    public SeatlogDatabase database(String name) {
        return SeatlogDatabase.provision("jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getFirstMappedPort()
                + "/", name, PASSWORDS);
    }
}
