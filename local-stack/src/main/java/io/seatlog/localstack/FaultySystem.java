package io.seatlog.localstack;

import io.seatlog.embedded.ChildProcess;
import io.seatlog.embedded.EmbeddedServer;
import io.seatlog.embedded.FaultyLink;
import io.seatlog.embedded.KafkaBroker;
import io.seatlog.embedded.Ports;
import io.seatlog.embedded.PostgresServer;
import io.seatlog.embedded.RedisServer;
import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.SmallDisk;
import io.seatlog.embedded.provider.SimulatedProvider;
import io.seatlog.localstack.load.Target;
import io.seatlog.localstack.load.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two of each service on real servers, with a link that can be broken between any two that speak with each other. Whoever
 * is killed here can be started again at its place. Main thread only.
 */
final class FaultySystem implements AutoCloseable {
    static final int INSTANCES = 2;
    private static final int DISK_MEGABYTES = 2_000;
    private static final String DATABASE = "seatlog";
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private final DataFolder folder;
    private final int partitions;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private final @Nullable SmallDisk disk;
    private final RedisServer redis;
    private final SimulatedProvider provider;
    /** By what the services reach the stores, and buyers the services. */
    private final FaultyLink toKafka;
    private final FaultyLink toRedis;
    private final FaultyLink decidersToPostgres;
    private final FaultyLink apisToPostgres;
    private final List<FaultyLink> toApis = new ArrayList<>();
    /** Nobody strikes it: what is already signed is good without it. */
    private final List<Instance> signIn = new ArrayList<>();
    private final List<Instance> deciders = new ArrayList<>();
    private final List<Instance> apis = new ArrayList<>();

    /** One place of a service, and the process that has it. */
    final class Instance {
        private final Service service;
        private ChildProcess process;

        private Instance(Service service) {
            this.service = service;
            process = service.launch(folder, Jvm.QUICK);
        }

        ChildProcess process() {
            return process;
        }

        /** A new process in the place of a dead one. */
        void launch() {
            process = service.launch(folder, Jvm.QUICK);
        }

        Instance awaitReady() throws InterruptedException {
            service.awaitReady(process);
            return this;
        }
    }

    /**
     * @param folder opened and empty
     * @param smallDisk whether PostgreSQL has a disk of its own that can be filled
     */
    FaultySystem(DataFolder folder, int partitions, boolean smallDisk) {
        this.folder = folder;
        this.partitions = partitions;
        disk = smallDisk ? SmallDisk.mount(folder.postgres(), DISK_MEGABYTES) : null;
        int brokerPort = Ports.free();
        toKafka = FaultyLink.to(brokerPort);
        kafka = new KafkaBroker(folder.kafka(), folder.log("kafka"), brokerPort, Ports.free(), Jvm.QUICK.jit(),
                toKafka.port());
        postgres = new PostgresServer(folder.postgres(), folder.log("postgres"), Ports.free(),
                folder.credentials().databasePasswords());
        redis = new RedisServer(folder.redis(), folder.log("redis"), Ports.free());
        toRedis = FaultyLink.to(redis.port());
        decidersToPostgres = FaultyLink.to(postgres.port());
        apisToPostgres = FaultyLink.to(postgres.port());
        Credentials credentials = folder.credentials();
        provider = SimulatedProvider.start(folder.provider(), Ports.free(),
                Objects.requireNonNull(credentials.paymentKey()), Objects.requireNonNull(credentials.webhookSecret()),
                null);
    }

    /** Returns when everything is ready. */
    void start() {
        Parallel.run(List.<Callable<Boolean>>of(() -> started(kafka), () -> started(postgres), () -> started(redis),
                () -> {
                    folder.applications().install(Preparation.applications());
                    return true;
                }));
        SeatlogDatabase direct = postgres.database(DATABASE);
        for (int n = 1; n <= INSTANCES; n++) {
            deciders.add(new Instance(Service.reservation(folder, "reservation-" + n, Ports.free(),
                    addresses(direct, decidersToPostgres), partitions)));
        }
        List<Integer> ports = IntStream.range(0, INSTANCES).mapToObj(_ -> Ports.free()).toList();
        signIn.add(new Instance(Service.signIn(folder, Ports.free(),
                ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList())));
        provider.setWebhookUrls(ports.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port + "/api/payments/webhook")).toList());
        for (int n = 1; n <= INSTANCES; n++) {
            int port = ports.get(n - 1);
            toApis.add(FaultyLink.to(port));
            apis.add(new Instance(Service.ticketing(folder, n, port, Ports.free(), addresses(direct, apisToPostgres),
                    provider.url(), issuer())));
        }
        Parallel.run(instances().stream().<Callable<Instance>>map(instance -> instance::awaitReady).toList());
    }

    private static boolean started(EmbeddedServer server) {
        server.start();
        return true;
    }

    private URI issuer() {
        return URI.create(signIn.getFirst().service.management());
    }

    private Service.Addresses addresses(SeatlogDatabase direct, FaultyLink toPostgres) {
        String url = direct.url().replace(":" + postgres.port() + "/", ":" + toPostgres.port() + "/");
        return new Service.Addresses("127.0.0.1:" + toKafka.port(),
                new SeatlogDatabase(url, direct.superuser(), direct.ticketing(), direct.reservation()),
                "redis://127.0.0.1:" + toRedis.port());
    }

    private List<Instance> instances() {
        List<Instance> all = new ArrayList<>(signIn);
        all.addAll(deciders);
        all.addAll(apis);
        return all;
    }

    List<Instance> deciders() {
        return deciders;
    }

    List<Instance> apis() {
        return apis;
    }

    KafkaBroker kafka() {
        return kafka;
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** Of PostgreSQL. */
    SmallDisk disk() {
        return Objects.requireNonNull(disk, "no small disk was asked for");
    }

    RedisServer redis() {
        return redis;
    }

    FaultyLink toKafka() {
        return toKafka;
    }

    FaultyLink toRedis() {
        return toRedis;
    }

    FaultyLink decidersToPostgres() {
        return decidersToPostgres;
    }

    FaultyLink apisToPostgres() {
        return apisToPostgres;
    }

    List<FaultyLink> toApis() {
        return toApis;
    }

    URI provider() {
        return provider.url();
    }

    /** As buyers reach it, and everything else directly. */
    Target target() {
        SeatlogDatabase direct = postgres.database(DATABASE);
        return new Target(toApis.stream().map(link -> URI.create("http://127.0.0.1:" + link.port())).toList(),
                direct.url(), direct.superuser().user(), direct.superuser().password(), kafka.directBootstrapServers(),
                redis.url(), Tokens.of(issuer(), Objects.requireNonNull(folder.credentials().toolsSecret())));
    }

    /** Who asks before who answers, the truth last. */
    @Override
    public void close() {
        links().forEach(FaultyLink::pass);
        Parallel.run(apis.stream().<Callable<Boolean>>map(api -> () -> api.process().stop(STOPS_WITHIN)).toList());
        Parallel.run(
                deciders.stream().<Callable<Boolean>>map(decider -> () -> decider.process().stop(STOPS_WITHIN))
                        .toList());
        signIn.forEach(each -> each.process().stop(STOPS_WITHIN));
        provider.close();
        kafka.close();
        redis.close();
        postgres.close();
        links().forEach(FaultyLink::close);
        SmallDisk mounted = disk;
        if (mounted != null) {
            mounted.close();
        }
    }

    private List<FaultyLink> links() {
        List<FaultyLink> all = new ArrayList<>(toApis);
        all.addAll(List.of(toKafka, toRedis, decidersToPostgres, apisToPostgres));
        return all;
    }
}
