package io.seatlog.localstack;

import io.seatlog.embedded.ChildProcess;
import io.seatlog.embedded.Folders;
import io.seatlog.embedded.Jit;
import io.seatlog.embedded.KafkaBroker;
import io.seatlog.embedded.Ports;
import io.seatlog.embedded.PostgresServer;
import io.seatlog.embedded.RedisServer;
import io.seatlog.embedded.Signal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The whole system as a user starts it: {@code up} in a JVM of its own on its own data folder, with handles for tests that
 * break parts of it. Tests that break nothing share one, see {@link #shared}.
 */
final class RunningSystem implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final Duration STOPS_WITHIN = Duration.ofMinutes(2);
    private static @Nullable RunningSystem shared;

    private final Path data;
    private final Path output;
    private final Process process;
    private final List<AutoCloseable> replacements = new ArrayList<>();

    private RunningSystem(Path data, Path output, Process process) {
        this.data = data;
        this.output = output;
        this.process = process;
    }

    /** Two ticketing and two reservation instances for all tests of this JVM, which leave every process running. */
    static synchronized RunningSystem shared() {
        RunningSystem system = shared;
        if (system == null) {
            try {
                Path folder = Files.createTempDirectory("seatlog-e2e-");
                RunningSystem started = start(folder.resolve("data"), "--ticketing", "2", "--reservation", "2");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> started.discard(folder)));
                shared = started;
                return started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return system;
    }

    /** Starts {@code up} on this folder and returns when it is ready; free ports are chosen. */
    static RunningSystem start(Path data, String... options) {
        return start(data, Map.of(), options);
    }

    /** @param environment of the launcher, which its services inherit */
    static RunningSystem start(Path data, Map<String, String> environment, String... options) {
        RunningSystem system = launch(data, environment, options);
        try {
            system.awaitReady();
            return system;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            system.kill();
            throw new IllegalStateException(e);
        } catch (RuntimeException | Error e) {
            system.kill();
            throw e;
        }
    }

    /** Starts {@code up} and does not wait. */
    static RunningSystem launch(Path data, String... options) {
        return launch(data, Map.of(), options);
    }

    private static RunningSystem launch(Path data, Map<String, String> environment, String... options) {
        Preparation.ensure(new Console(new PrintWriter(System.out, true, StandardCharsets.UTF_8)));
        Path output = data.resolveSibling(data.getFileName() + ".out");
        List<String> command = new ArrayList<>(List.of(Installation.java(), "-Xmx192m", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dseatlog.ports.usual=false", "-Dseatlog.home=" + Installation.home(), "-cp",
                System.getProperty("java.class.path"), Seatlog.class.getName(), "up", "--data", data.toString()));
        command.addAll(Arrays.asList(options));
        try {
            Files.createDirectories(data);
            ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            launcher.environment().putAll(environment);
            return new RunningSystem(data, output, launcher.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Endpoints endpoints() {
        return new DataFolder(data).endpoints().orElseThrow();
    }

    /** The URL of the n-th ticketing instance, from 0. */
    URI api(int instance) {
        return URI.create(endpoints().ticketing().get(instance).url());
    }

    /** As superuser: tests look at the truth. */
    Connection database() throws SQLException {
        Endpoints.Postgres postgres = endpoints().postgres();
        return java.sql.DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    Path data() {
        return data;
    }

    /** Everything {@code up} printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store under the test's control, on the system's data and port; its start ends the one that runs. */
    RedisServer mapStore() {
        int port = URI.create(endpoints().kvrocks().url()).getPort();
        return owned(new RedisServer(folder().redis(), folder().log("redis"), port));
    }

    KafkaBroker broker() {
        int port = Integer.parseInt(endpoints().kafka().bootstrap().split(":", -1)[1]);
        return owned(new KafkaBroker(folder().kafka(), folder().log("kafka"), port, Ports.free(), Jit.QUICK));
    }

    PostgresServer postgres() {
        int port = URI.create(endpoints().postgres().url().substring("jdbc:".length())).getPort();
        return owned(new PostgresServer(folder().postgres(), folder().log("postgres"), port,
                folder().credentials().databasePasswords()));
    }

    /** A new process in the place of a ticketing instance that was killed, ready when this returns. @param instance from 0 */
    ChildProcess replaceTicketing(int instance, Map<String, String> environment) throws InterruptedException {
        Endpoints endpoints = endpoints();
        Endpoints.Ticketing before = endpoints.ticketing().get(instance);
        Service service = Service.ticketing(folder(), instance + 1, URI.create(before.url()).getPort(),
                URI.create(before.management()).getPort(),
                endpoints.addresses(folder().credentials()),
                URI.create(endpoints.provider().url()), URI.create(endpoints.signIn().url())).with(environment);
        ChildProcess launched = service.launch(folder(), Jvm.QUICK);
        replacements.add(() -> launched.stop(Duration.ofSeconds(20)));
        service.awaitReady(launched);
        return launched;
    }

    /** One more deciding process, as a replacement of one that was killed; the test may kill it, too. */
    ChildProcess launchReservation(String name) {
        Endpoints endpoints = endpoints();
        ChildProcess launched = Service.reservation(folder(), name, Ports.free(),
                endpoints.addresses(folder().credentials()),
                folder().settings().orElseThrow().partitions()).launch(folder(), Jvm.QUICK);
        replacements.add(() -> launched.stop(Duration.ofSeconds(20)));
        return launched;
    }

    /** Processes of the system that are alive, the launcher not counted. */
    List<Long> living() {
        return new DataFolder(data).endpoints().map(RunningSystem::pids).orElse(List.of()).stream()
                .filter(RunningSystem::isAlive).toList();
    }

    static List<Long> pids(Endpoints endpoints) {
        List<Long> pids = new ArrayList<>();
        endpoints.ticketing().forEach(instance -> pids.add(instance.pid()));
        endpoints.reservation().forEach(instance -> pids.add(instance.pid()));
        pids.addAll(List.of(endpoints.kafka().pid(), endpoints.postgres().pid(), endpoints.kvrocks().pid(),
                endpoints.signIn().pid()));
        return pids;
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** As Ctrl-C does. Returns the exit status. */
    int interrupt() {
        Signal.INT.sendTo(process.pid());
        return awaitEnd();
    }

    /** kill -9 of the launcher alone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
        for (AutoCloseable replacement : replacements) {
            try {
                replacement.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("up did not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private <T extends AutoCloseable> T owned(T server) {
        replacements.add(server);
        return server;
    }

    private DataFolder folder() {
        return new DataFolder(data);
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new AssertionError("up ended with status " + process.exitValue() + ":\n" + output());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("up is not ready after " + READY_WITHIN + ":\n" + output());
            }
            Thread.sleep(100);
        }
    }

    /** The addresses are written before they are printed; who looks at the output wants both. */
    private boolean isReady() {
        return new DataFolder(data).endpoints().filter(found -> found.pid() == process.pid()).isPresent()
                && output().lastIndexOf("All addresses:") > output().lastIndexOf("Starting Seatlog in");
    }

    private void discard(Path folder) {
        close();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            System.err.println("Cannot delete " + folder + ": " + e);
        }
    }
}
