package io.seatlog.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The three servers as child processes on temporary data, killed and deleted at the end of the JVM. */
record EmbeddedServers(KafkaBroker broker, PostgresServer postgres, RedisServer redis) implements ServerSet {

    static EmbeddedServers start(Path folder) {
        EmbeddedServers set = new EmbeddedServers(new KafkaBroker(folder.resolve("kafka")),
                new PostgresServer(folder.resolve("postgres")), new RedisServer(folder.resolve("redis")));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> set.discard(folder), "test-servers"));
        startAll(set.all());
        return set;
    }

    @Override
    public String kafka() {
        return broker.bootstrapServers();
    }

    @Override
    public URI map() {
        return redis.url();
    }

    @Override
    public SeatlogDatabase database(String name) {
        return postgres.database(name);
    }

    private List<EmbeddedServer> all() {
        return List.of(broker, postgres, redis);
    }

    private static void startAll(List<EmbeddedServer> servers) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> starts = servers.stream().map(server -> threads.submit(server::start)).toList();
            for (Future<?> start : starts) {
                start.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A test server cannot be started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the test servers start", e);
        }
    }

    private void discard(Path folder) {
        all().forEach(EmbeddedServer::kill);
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            System.err.println("Cannot delete " + folder + ": " + e);
        }
    }
}
