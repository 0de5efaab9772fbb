package io.seatlog.localstack;

import io.seatlog.embedded.ChildProcess;
import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.SeatlogDatabase.Login;
import io.seatlog.embedded.Signal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How one instance of a service is run.
 *
 * @param name of the process, its log and its pid file: {@code ticketing-1}
 * @param managementPort answers health
 * @param readiness the path there that answers 200 when it is ready
 * @param heapMegabytes at most
 * @param compiler options for the JVM's compilers, where they are not those of the whole system; empty for these
 * @param environment settings and secrets; nothing secret is on the command line
 */
record Service(String name, Application application, int managementPort, String readiness, int heapMegabytes,
        List<String> compiler, Map<String, String> environment) {

    private static final int HEAP_MEGABYTES = 512;
    private static final int SIGN_IN_HEAP_MEGABYTES = 128;
    /**
     * The second compiler, but only for what is run very often: starts nearly as quickly as without it, and signs a token in
     * 1.7 instead of 13 ms of CPU, because only that compiler multiplies large numbers fast.
     */
    private static final List<String> SPARING = List.of("-XX:TieredStopAtLevel=4",
            "-XX:Tier4InvocationThreshold=100000", "-XX:Tier4MinInvocationThreshold=12000",
            "-XX:Tier4CompileThreshold=300000", "-XX:Tier4BackEdgeThreshold=800000");
    private static final String READINESS = "/actuator/health/readiness";
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    Service {
        compiler = List.copyOf(compiler);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Where people sign in, and scripts get their tokens. @param pages where the page is served, without a path */
    static Service signIn(DataFolder folder, int port, List<URI> pages) {
        Credentials credentials = folder.credentials();
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SEATLOG_SIGNIN_ISSUER", "http://127.0.0.1:" + port);
        environment.put("SEATLOG_SIGNIN_KEYFILE", folder.signIn().resolve("signing-key.pem").toString());
        environment.put("SEATLOG_SIGNIN_TOOLS_SECRET", Objects.requireNonNull(credentials.toolsSecret()));
        String places = pages.stream().map(page -> page + "/").collect(Collectors.joining(","));
        environment.put("SEATLOG_SIGNIN_PAGE_REDIRECTURIS", places);
        environment.put("SEATLOG_SIGNIN_PAGE_POSTLOGOUTREDIRECTURIS", places);
        environment.put("SEATLOG_SIGNIN_PAGE_ORIGINS",
                pages.stream().map(URI::toString).collect(Collectors.joining(",")));
        int number = 0;
        for (DemoAccount account : DemoAccount.ALL) {
            String prefix = "SEATLOG_SIGNIN_ACCOUNTS_" + number++ + "_";
            environment.put(prefix + "NAME", account.name());
            environment.put(prefix + "DISPLAYNAME", account.displayName());
            environment.put(prefix + "PASSWORD", Objects.requireNonNull(credentials.demoPassword()));
            environment.put(prefix + "ROLES", account.role());
        }
        return new Service("sign-in", folder.applications().application("sign-in"), port,
                "/.well-known/openid-configuration", SIGN_IN_HEAP_MEGABYTES, SPARING, environment);
    }

    static Service ticketing(DataFolder folder, int number, int port, int managementPort, Addresses addresses,
            URI provider, URI issuer) {
        Map<String, String> environment = common(addresses, addresses.database().ticketing());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        Credentials credentials = folder.credentials();
        environment.put("SEATLOG_RECEIPTS_KEY", credentials.receiptsKey());
        environment.put("SEATLOG_IDENTITY_ISSUER", issuer.toString());
        environment.put("SEATLOG_IDENTITY_PSEUDONYMKEY", Objects.requireNonNull(credentials.pseudonymKey()));
        environment.put("SEATLOG_IDENTITY_SECUREPASS", "false");
        environment.put("SEATLOG_PAYMENT_PROVIDER", "simulated");
        environment.put("SEATLOG_PAYMENT_URL", provider.toString());
        environment.put("SEATLOG_PAYMENT_SECRETKEY", Objects.requireNonNull(credentials.paymentKey()));
        environment.put("SEATLOG_PAYMENT_WEBHOOKSECRET", Objects.requireNonNull(credentials.webhookSecret()));
        environment.put("SEATLOG_PAYMENT_CHALLENGEURL", provider + "/challenge/");
        return new Service("ticketing-" + number, folder.applications().application("ticketing-service"),
                managementPort, READINESS, HEAP_MEGABYTES, List.of(), environment);
    }

    /** The same with more settings. */
    Service with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Service(name, application, managementPort, readiness, heapMegabytes, compiler, all);
    }

    /** It has no public API: its only port is the management port. One broker, so one replica. */
    static Service reservation(DataFolder folder, String name, int port, Addresses addresses, int partitions) {
        Map<String, String> environment = common(addresses, addresses.database().reservation());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SEATLOG_LOG_PARTITIONS", Integer.toString(partitions));
        environment.put("SEATLOG_LOG_REPLICATION_FACTOR", "1");
        environment.put("SEATLOG_LOG_MIN_INSYNC_REPLICAS", "1");
        return new Service(name, folder.applications().application("reservation-service"), port, READINESS,
                HEAP_MEGABYTES, List.of(), environment);
    }

    /** Where the services find the stores. */
    record Addresses(String kafka, SeatlogDatabase database, String map) {}

    ChildProcess launch(DataFolder folder, Jvm jvm) {
        return ChildProcess.launch(new ChildProcess.Plan(name, command(jvm), environment, folder.log(name),
                folder.pidFile(name), Signal.TERM));
    }

    /**
     * @param process that was launched from this
     * @throws Refusal when it ends meanwhile, or is not ready in time
     */
    void awaitReady(ChildProcess process) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!Http.answersOk(management() + readiness)) {
            requireAlive(process);
            if (System.nanoTime() - deadline > 0) {
                throw new Refusal(process.name() + " was not ready within " + READY_WITHIN.toSeconds()
                        + " s; the end of " + process.log() + ":\n" + process.logTail());
            }
            Thread.sleep(100);
        }
    }

    static void requireAlive(ChildProcess process) {
        if (!process.isAlive()) {
            throw new Refusal(process.name() + " ended while it started; the end of " + process.log() + ":\n"
                    + process.logTail());
        }
    }

    List<String> command(Jvm jvm, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Installation.java(), "-Xmx" + heapMegabytes + "m", "-XX:+UseG1GC",
                        "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(compiler.isEmpty() ? jvm.options(application) : jvm.options(application, compiler));
        command.addAll(List.of("-jar", application.jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    String management() {
        return "http://127.0.0.1:" + managementPort;
    }

    private static Map<String, String> common(Addresses addresses, Login login) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", addresses.kafka());
        environment.put("SPRING_DATASOURCE_URL", addresses.database().url());
        environment.put("SPRING_DATASOURCE_USERNAME", login.user());
        environment.put("SPRING_DATASOURCE_PASSWORD", login.password());
        environment.put("SEATLOG_MAP_URL", addresses.map());
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        return environment;
    }
}
