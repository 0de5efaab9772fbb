package io.seatlog.localstack;

import io.seatlog.embedded.ChildProcess;
import io.seatlog.embedded.Ports;
import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.provider.SimulatedProvider;
import io.seatlog.localstack.load.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The running system: stores, then services, then the demo event. A child that dies is reported and left dead, because
 * whoever tests faults kills children on purpose. Lifecycle: {@link #start}, {@link #close}; main thread only.
 */
final class LocalSystem implements AutoCloseable {

    /** How many processes, and where the first one listens; no port: the usual ones, or others where these are taken. */
    record Size(int ticketing, int reservation, @Nullable Integer port) {}

    private static final int FIRST_PORT = 8080;
    private static final int FIRST_TICKETING_MANAGEMENT_PORT = 9080;
    private static final int FIRST_RESERVATION_PORT = 9180;
    private static final int PROVIDER_PORT = 9280;
    private static final int SIGN_IN_PORT = 9380;

    private record Running(Service service, ChildProcess process) {}

    private final DataFolder folder;
    private final Console console;
    private final Jvm jvm;
    private final List<Running> ticketing = new ArrayList<>();
    private final List<Running> reservation = new ArrayList<>();
    private final List<Running> signIn = new ArrayList<>();
    private @Nullable Stores stores;
    private @Nullable SimulatedProvider provider;
    private volatile boolean closing;

    LocalSystem(DataFolder folder, Console console, Jvm jvm) {
        this.folder = folder;
        this.console = console;
        this.jvm = jvm;
    }

    /** Starts everything on an opened folder without leftovers, and writes {@code endpoints.json}. */
    Endpoints start(Size size, Settings settings) {
        requireFreePorts(size);
        Applications.requireBuilt();
        Stores started = new Stores(folder, jvm.jit());
        stores = started;
        SeatlogDatabase database = started.start(console,
                () -> folder.applications().install(Preparation.applications()));
        started.processes().forEach(this::watch);
        SimulatedProvider payments = startProvider();
        Service.Addresses addresses = new Service.Addresses(started.kafka().bootstrapServers(), database,
                started.redis().url().toString());
        List<Integer> ports = publicPorts(size); // As late as possible: another program may take one meanwhile.
        payments.setWebhookUrls(ports.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port + "/api/payments/webhook")).toList());
        int signInPort = Ports.freeOr(SIGN_IN_PORT);
        URI issuer = URI.create("http://127.0.0.1:" + signInPort);
        launch(Service.signIn(folder, signInPort,
                ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList()), signIn);
        for (int n = 1; n <= size.reservation(); n++) {
            launch(Service.reservation(folder, "reservation-" + n, Ports.freeOr(FIRST_RESERVATION_PORT + n - 1),
                    addresses, settings.partitions()), reservation);
        }
        for (int n = 1; n <= size.ticketing(); n++) {
            launch(Service.ticketing(folder, n, ports.get(n - 1), Ports.freeOr(FIRST_TICKETING_MANAGEMENT_PORT + n - 1),
                    addresses, payments.url(), issuer), ticketing);
        }
        awaitServices();
        String url = "http://127.0.0.1:" + ports.getFirst();
        Endpoints endpoints = endpoints(started, database, payments, ports,
                demoEvent(settings, url, Tokens.of(issuer, toolsSecret())));
        Json.write(folder.endpointsFile(), endpoints);
        return endpoints;
    }

    /** Blocks until the thread is interrupted. */
    void await() throws InterruptedException {
        Thread.sleep(Duration.ofDays(10_000));
    }

    /** Who asks before who answers: API, then deciders, then stores, the truth last. Nothing to stop is fine. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // Stopping waits, and must not be cut short by what caused it.
        closing = true;
        try {
            Files.deleteIfExists(folder.endpointsFile());
            stopAll(ticketing);
            stopAll(reservation);
            stopAll(signIn);
            SimulatedProvider payments = provider;
            if (payments != null) {
                payments.close();
            }
            Stores started = stores;
            if (started != null) {
                started.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** In this process: it is quick to start, and whoever ends the launcher ends the money of this toy world too. */
    private SimulatedProvider startProvider() {
        Credentials credentials = folder.credentials();
        SimulatedProvider payments = SimulatedProvider.start(folder.provider(), Ports.freeOr(PROVIDER_PORT),
                Objects.requireNonNull(credentials.paymentKey()), Objects.requireNonNull(credentials.webhookSecret()),
                null);
        provider = payments;
        console.progress("payments", payments.url() + " (simulated)");
        return payments;
    }

    private static List<Integer> publicPorts(Size size) {
        Integer given = size.port();
        IntStream offsets = IntStream.range(0, size.ticketing());
        return given == null
                ? offsets.map(i -> Ports.freeOr(FIRST_PORT + i)).boxed().toList()
                : offsets.map(i -> given + i).boxed().toList();
    }

    /** Ports that the user asked for are not replaced by others. */
    static void requireFreePorts(Size size) {
        if (size.port() != null) {
            for (int port : publicPorts(size)) {
                if (!Ports.isFree(port)) {
                    throw new Refusal("Port " + port + " is taken; choose another with --port");
                }
            }
        }
    }

    private void launch(Service service, List<Running> group) {
        ChildProcess process = service.launch(folder, jvm);
        group.add(new Running(service, process));
        watch(process);
    }

    private void watch(ChildProcess process) {
        process.onExit().thenAccept(status -> {
            if (!closing) {
                console.line("");
                console.line("!! " + process.name() + " (pid " + process.pid() + ") ended with status " + status
                        + ". Everything else goes on; its log: " + process.log());
            }
        });
    }

    private void awaitServices() {
        List<Running> all = new ArrayList<>(reservation);
        all.addAll(ticketing);
        all.addAll(signIn);
        Parallel.run(all.stream().<Callable<Boolean>>map(running -> () -> awaitReady(running)).toList());
        // A stranger on the same port may have answered for one of ours that could not have it.
        all.forEach(running -> Service.requireAlive(running.process()));
    }

    private boolean awaitReady(Running running) throws InterruptedException {
        running.service().awaitReady(running.process());
        console.progress(running.service().name(), running.service().management() + ", pid " + running.process().pid());
        return true;
    }

    private String toolsSecret() {
        return Objects.requireNonNull(folder.credentials().toolsSecret());
    }

    private String demoEvent(Settings settings, String url, Tokens tokens) {
        String existing = settings.demoEventId();
        if (existing != null) {
            return existing;
        }
        String id = DemoEvent.create(url, tokens);
        folder.save(settings.withDemoEvent(id));
        console.progress("demo event", id);
        return id;
    }

    private Endpoints endpoints(Stores started, SeatlogDatabase database, SimulatedProvider payments,
            List<Integer> ports, String demoEventId) {
        List<Endpoints.Ticketing> apis = IntStream.range(0, ticketing.size()).mapToObj(
                i -> new Endpoints.Ticketing("http://127.0.0.1:" + ports.get(i), ticketing.get(i).process().pid(),
                        ticketing.get(i).service().management()))
                .toList();
        List<Endpoints.Reservation> deciders = reservation.stream().map(
                running -> new Endpoints.Reservation(running.process().pid(), running.service().management())).toList();
        return new Endpoints(true, ProcessHandle.current().pid(), apis, deciders,
                new Endpoints.Postgres(database.url(), database.superuser().user(), database.superuser().password(),
                        started.postgres().pid()),
                new Endpoints.Kafka(started.kafka().bootstrapServers(), started.kafka().pid()),
                new Endpoints.Map(started.redis().url().toString(), started.redis().pid()),
                new Endpoints.Provider(payments.url().toString()),
                new Endpoints.SignIn(signIn.getFirst().service().management(), signIn.getFirst().process().pid(),
                        toolsSecret()),
                demoEventId);
    }

    private void stopAll(List<Running> group) {
        Parallel.run(group.stream().<Callable<Boolean>>map(running -> () -> stop(running.process())).toList());
    }

    private boolean stop(ChildProcess process) {
        boolean orderly = process.stop(jvm.stopsWithin());
        if (!orderly) {
            console.line(
                    "!! " + process.name() + " did not end within " + jvm.stopsWithin().toSeconds()
                            + " s and was killed");
        }
        return orderly;
    }
}
