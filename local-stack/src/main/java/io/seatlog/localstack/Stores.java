package io.seatlog.localstack;

import io.seatlog.embedded.ChildProcess;
import io.seatlog.embedded.EmbeddedServer;
import io.seatlog.embedded.Jit;
import io.seatlog.embedded.KafkaBroker;
import io.seatlog.embedded.Ports;
import io.seatlog.embedded.PostgresServer;
import io.seatlog.embedded.RedisServer;
import io.seatlog.embedded.SeatlogDatabase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** The three servers of one data folder. Main thread only. */
final class Stores implements AutoCloseable {

    private static final String DATABASE = "seatlog";

    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private final RedisServer redis;

    /** On the usual ports where these are free, else on others. */
    Stores(DataFolder folder, Jit jit) {
        this.kafka = new KafkaBroker(folder.kafka(), folder.log("kafka"), Ports.freeOr(9092), Ports.freeOr(9093), jit);
        this.postgres = new PostgresServer(folder.postgres(), folder.log("postgres"), Ports.freeOr(5432),
                folder.credentials().databasePasswords());
        this.redis = new RedisServer(folder.redis(), folder.log("redis"), Ports.freeOr(6379));
    }

    /** Starts all at once, runs something else meanwhile, and returns the services' database. */
    SeatlogDatabase start(Console console, Runnable meanwhile) {
        List<Callable<Boolean>> starts = List.of(() -> start(postgres, "PostgreSQL", postgres.port(), console),
                () -> start(redis, "Redis", redis.port(), console), () -> start(kafka, "Kafka", kafka.port(), console),
                Executors.callable(meanwhile, true));
        Parallel.run(starts);
        return postgres.database(DATABASE);
    }

    KafkaBroker kafka() {
        return kafka;
    }

    PostgresServer postgres() {
        return postgres;
    }

    RedisServer redis() {
        return redis;
    }

    List<ChildProcess> processes() {
        return List.of(kafka, redis, postgres).stream().map(EmbeddedServer::process).filter(Objects::nonNull).toList();
    }

    /** The truth last. */
    @Override
    public void close() {
        kafka.close();
        redis.close();
        postgres.close();
    }

    private static boolean start(EmbeddedServer server, String name, int port, Console console) {
        server.start();
        console.progress(name, "127.0.0.1:" + port + ", pid " + server.pid());
        return true;
    }
}
