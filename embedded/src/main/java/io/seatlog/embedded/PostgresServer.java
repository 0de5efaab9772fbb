package io.seatlog.embedded;

import io.seatlog.embedded.SeatlogDatabase.Passwords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on 127.0.0.1 with fsync and synchronous commit on: what it acknowledged survives a kill, as the
 * services presume. Start, stop, kill and start again use the same data and port. Not thread-safe.
 */
public final class PostgresServer implements EmbeddedServer {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private static final int MAX_CONNECTIONS = 200;

    private final Path home;
    private final Path log;
    private final int port;
    private final Passwords passwords;
    private final PostgresAccount account = PostgresAccount.detect();
    private @Nullable ChildProcess process;

    /** A server on a free port whose data and log live in this folder; the passwords are fixed, for tests only. */
    public PostgresServer(Path home) {
        this(home, home.resolve("postgres.log"), Ports.free(), new Passwords("superuser", "ticketing", "reservation"));
    }

    /** The passwords are set at the first start; the two services' may change later, the superuser's may not. */
    public PostgresServer(Path home, Path log, int port, Passwords passwords) {
        this.home = home.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.passwords = passwords;
    }

    @Override
    public void start() {
        EmbeddedServer.requireStopped(process);
        Path bin = Bundle.postgres(account.cache()).resolve("bin");
        Leftover.end(pidFile(), Signal.INT);
        try {
            Files.createDirectories(home);
            account.own(home);
            if (!Files.exists(data().resolve("PG_VERSION"))) {
                initialise(bin);
            }
            removeStaleLock();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare PostgreSQL's data in " + home, e);
        }
        ChildProcess started = ChildProcess.launch(
                new ChildProcess.Plan("postgres", command(bin), Map.of("LC_ALL", "C"), log, pidFile(), Signal.INT));
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

    /** The database of this name, made where it is missing, with both roles and schemas. */
    public SeatlogDatabase database(String name) {
        return SeatlogDatabase.provision(serverUrl(), name, passwords);
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path pidFile() {
        return home.resolve("postgres.pid");
    }

    private String serverUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/";
    }

    private List<String> command(Path bin) {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(bin.resolve("postgres").toString());
        command.addAll(List.of("-D", data().toString(), "-p", Integer.toString(port)));
        for (String setting : List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=on",
                "synchronous_commit=on", "max_connections=" + MAX_CONNECTIONS, "shared_buffers=128MB",
                "max_wal_size=2GB", "log_min_messages=warning", "log_checkpoints=off", "timezone=UTC",
                "log_timezone=UTC")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    /** Into a folder of its own, renamed when complete: a kill in the middle leaves nothing that looks initialised. */
    private void initialise(Path bin) throws IOException {
        Path fresh = home.resolve("data.initialising");
        Folders.delete(fresh);
        Path passwordFile = home.resolve("superuser.initial");
        Secrets.write(passwordFile, passwords.superuser());
        account.own(passwordFile);
        try {
            List<String> command = new ArrayList<>(account.prefix());
            command.addAll(List.of(bin.resolve("initdb").toString(), "-D", fresh.toString(), "-U",
                    SeatlogDatabase.SUPERUSER, "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"));
            Path output = home.resolve("initdb.log");
            Process initdb = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            if (initdb.waitFor() != 0) {
                throw new IllegalStateException("initdb failed:\n" + Files.readString(output, StandardCharsets.UTF_8));
            }
            Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL is initialised", e);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /**
     * PostgreSQL refuses to start when the pid in its lock file is alive, whoever that is; after a reboot it may be
     * anybody. So a lock whose pid is not a postgres on this data is removed, and one that is, is ended first.
     */
    private void removeStaleLock() throws IOException {
        Path lock = data().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        String first = Files.readAllLines(lock).getFirst().strip();
        if (first.matches("[0-9]{1,9}")) {
            ProcessHandle.of(Long.parseLong(first)).filter(this::servesThisData)
                    .ifPresent(handle -> Leftover.end(handle, Signal.INT));
        }
        Files.deleteIfExists(lock);
    }

    private boolean servesThisData(ProcessHandle handle) {
        List<String> arguments = handle.info().arguments().map(List::of).orElse(List.of());
        return handle.info().command().map(command -> command.endsWith("/postgres")).orElse(false)
                && arguments.contains(data().toString());
    }

    private boolean answers() {
        Properties properties = new Properties();
        properties.setProperty("user", SeatlogDatabase.SUPERUSER);
        properties.setProperty("password", passwords.superuser());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "5");
        try (Connection connection = DriverManager.getConnection(serverUrl() + "postgres", properties)) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            if ("28P01".equals(notYet.getSQLState())) {
                throw new IllegalStateException("The superuser's password is not the one this data was made with",
                        notYet);
            }
            return false;
        }
    }
}
