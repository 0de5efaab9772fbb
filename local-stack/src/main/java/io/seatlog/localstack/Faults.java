package io.seatlog.localstack;

import io.seatlog.embedded.EmbeddedServer;
import io.seatlog.embedded.FaultyLink;
import io.seatlog.embedded.Signal;
import io.seatlog.embedded.SmallDisk;
import io.seatlog.localstack.FaultySystem.Instance;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Everything that a fault run does to a system. A strike returns when what it broke is mended, or started again. */
final class Faults {
    /** Longer than the session timeout of 6 seconds: somebody else has the partitions when it wakes up. */
    private static final Duration PAUSE = Duration.ofSeconds(9);
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final Duration UNREACHABLE = Duration.ofSeconds(8);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration DELAY = Duration.ofMillis(150);
    static final String DISK_FULL = "disk-full";

    /** What was done to what, for the count of them. */
    enum Kind {
        KILL,
        PAUSE,
        LINK,
        DISK
    }

    record Fault(String name, Kind kind, String what, Strike strike) {
        boolean isCalled(String nameOrKind) {
            return name.equals(nameOrKind) || kind.name().equalsIgnoreCase(nameOrKind);
        }
    }

    @FunctionalInterface
    interface Strike {
        void go(FaultySystem system, RandomGenerator random) throws InterruptedException;
    }

    static final List<Fault> ALL = List.of(
            new Fault("decider-killed", Kind.KILL, "kill -9 of a reservation instance, replaced at once",
                    (system, random) -> replace(oneOf(system.deciders(), random))),
            new Fault("decider-paused", Kind.PAUSE, "SIGSTOP of a reservation instance for 9 s, past its session",
                    (system, random) -> pause(oneOf(system.deciders(), random))),
            new Fault("api-killed", Kind.KILL, "kill -9 of a ticketing instance, replaced at once",
                    (system, random) -> replace(oneOf(system.apis(), random))),
            new Fault("database-killed", Kind.KILL, "kill -9 of PostgreSQL, away for 2 s",
                    (system, _) -> revive(system.postgres())),
            new Fault("broker-killed", Kind.KILL, "kill -9 of Kafka, away for 2 s",
                    (system, _) -> revive(system.kafka())),
            new Fault("map-killed", Kind.KILL, "kill -9 of Redis, away for 2 s",
                    (system, _) -> revive(system.redis())),
            new Fault(DISK_FULL, Kind.DISK, "no space left for PostgreSQL for 8 s", (system, _) -> fillDisk(system)),
            new Fault("database-cut", Kind.LINK, "all connections to PostgreSQL reset", (system, _) -> {
                system.decidersToPostgres().cut();
                system.apisToPostgres().cut();
            }),
            new Fault("database-slow", Kind.LINK, "150 ms each way to PostgreSQL for 5 s",
                    (system, _) -> slow(system.decidersToPostgres(), system.apisToPostgres())),
            new Fault("database-black-hole", Kind.LINK, "no byte between deciders and PostgreSQL for 8 s",
                    (system, _) -> blackHole(system.decidersToPostgres())),
            new Fault("database-half-open", Kind.LINK, "PostgreSQL hears the deciders, they hear nothing for 8 s",
                    (system, _) -> halfOpen(system.decidersToPostgres())),
            new Fault("broker-cut", Kind.LINK, "all connections to Kafka reset", (system, _) -> system.toKafka().cut()),
            new Fault("broker-slow", Kind.LINK, "150 ms each way to Kafka for 5 s",
                    (system, _) -> slow(system.toKafka())),
            new Fault("broker-black-hole", Kind.LINK, "no byte to or from Kafka for 8 s",
                    (system, _) -> blackHole(system.toKafka())),
            new Fault("broker-half-open", Kind.LINK, "Kafka hears everybody, nobody hears it for 8 s",
                    (system, _) -> halfOpen(system.toKafka())),
            new Fault("map-black-hole", Kind.LINK, "no byte to or from Redis for 8 s",
                    (system, _) -> blackHole(system.toRedis())),
            new Fault("buyers-cut", Kind.LINK, "all connections of buyers to one instance reset, streams too",
                    (system, random) -> oneOf(system.toApis(), random).cut()),
            new Fault("buyers-black-hole", Kind.LINK, "no byte between buyers and one instance for 8 s",
                    (system, random) -> blackHole(oneOf(system.toApis(), random))));

    private Faults() {}

    /**
     * @param only names or kinds; empty for all that this machine can do
     * @throws Refusal when one names none, or one that cannot be done here
     */
    static List<Fault> chosen(List<String> only) {
        for (String name : only) {
            if (ALL.stream().noneMatch(fault -> fault.isCalled(name))) {
                throw new Refusal("--only " + name + " names no fault. There are "
                        + String.join(", ", ALL.stream().map(Fault::name).toList())
                        + "; and the kinds kill, pause, link and disk");
            }
        }
        boolean smallDisk = SmallDisk.isPossible();
        List<Fault> chosen = ALL.stream()
                .filter(fault -> only.isEmpty()
                        ? smallDisk || fault.kind() != Kind.DISK
                        : only.stream()
                                .anyMatch(fault::isCalled))
                .toList();
        if (!smallDisk && chosen.stream().anyMatch(fault -> fault.kind() == Kind.DISK)) {
            throw new Refusal(DISK_FULL + " needs a file system of its own, which this user may not mount");
        }
        return chosen;
    }

    private static <T> T oneOf(List<T> several, RandomGenerator random) {
        return several.get(random.nextInt(several.size()));
    }

    private static void replace(Instance victim) throws InterruptedException {
        victim.process().kill();
        victim.launch();
        victim.awaitReady();
    }

    private static void pause(Instance victim) throws InterruptedException {
        long pid = victim.process().pid();
        Signal.STOP.sendTo(pid);
        try {
            Thread.sleep(PAUSE);
        } finally {
            Signal.CONT.sendTo(pid);
        }
    }

    private static void revive(EmbeddedServer server) throws InterruptedException {
        server.kill();
        Thread.sleep(AWAY);
        server.start();
    }

    /** A server that gives up because of it is started again, as a supervisor would. */
    private static void fillDisk(FaultySystem system) throws InterruptedException {
        SmallDisk disk = system.disk();
        disk.fill();
        try {
            Thread.sleep(UNREACHABLE);
        } finally {
            disk.freeUp();
        }
        if (!system.postgres().isRunning()) {
            system.postgres().start();
        }
    }

    private static void slow(FaultyLink... links) throws InterruptedException {
        for (FaultyLink link : links) {
            link.delay(DELAY);
        }
        heal(SLOW, links);
    }

    private static void blackHole(FaultyLink link) throws InterruptedException {
        link.blackHole();
        heal(UNREACHABLE, link);
    }

    private static void halfOpen(FaultyLink link) throws InterruptedException {
        link.halfOpen();
        heal(UNREACHABLE, link);
    }

    private static void heal(Duration after, FaultyLink... links) throws InterruptedException {
        try {
            Thread.sleep(after);
        } finally {
            for (FaultyLink link : links) {
                link.pass();
            }
        }
    }
}
