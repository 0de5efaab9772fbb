package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.reservation.journal.BatchWrites;
import io.seatlog.reservation.memory.InMemoryJournal;
import io.seatlog.reservation.memory.InMemoryLog;
import io.seatlog.reservation.memory.InMemorySeatMaps;
import io.seatlog.reservation.memory.JournalFaults;
import io.seatlog.reservation.memory.JournalTruth;
import io.seatlog.reservation.partition.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The stores, the time, and the processes that run on them. */
final class World {
    static final UUID EVENT = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final String CURRENCY = "EUR";
    final Choices choices;
    final Setting setting;
    final Trace trace;
    final InMemoryLog log;
    final InMemoryJournal journal = new InMemoryJournal();
    final InMemorySeatMaps maps = new InMemorySeatMaps();
    final JournalTruth truth = new JournalTruth(journal);
    final Till till = new Till(this);
    final Edge edge = new Edge(this);
    final LogLoss losses = new LogLoss(this);
    final List<Process> processes = new ArrayList<>();
    final List<Cashier> cashiers = new ArrayList<>();
    /** Promises broken on the way, in words. */
    final List<String> broken = new ArrayList<>();
    private final Set<Fault> faults;
    private Instant now = START;
    /** How much earlier each partition's leader is than the world. */
    private final long[] leaderIsBehind;
    /** The version of each map when it was last looked at. */
    private final Map<Integer, Long> shown = new HashMap<>();
    private int started;

    World(Choices choices, Setting setting, Trace trace) {
        this.choices = choices;
        this.setting = setting;
        this.trace = trace;
        faults = setting.faults().isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(setting.faults());
        leaderIsBehind = new long[setting.partitions()];
        log = new InMemoryLog(setting.partitions());
        log.mostRecords(setting.mostRecords());
        log.pollFails(() -> happens(Fault.POLL_FAILS, 60));
        log.redelivers(() -> happens(Fault.REDELIVERY, 20) ? 1 + choices.next(5) : 0);
        log.skips(() -> happens(Fault.GAP, 20) ? 1 + choices.next(3) : 0);
        maps.late(() -> happens(Fault.MAP_LATE, 8));
        journal.faults(new JournalFaults() {
            @Override
            public boolean unreachable() {
                return happens(Fault.DATABASE_AWAY, 30);
            }

            @Override
            public boolean answerLost() {
                return happens(Fault.ANSWER_LOST, 30);
            }

            @Override
            public boolean staysOpen() {
                return happens(Fault.TRANSACTION_OPEN, 40);
            }

            @Override
            public boolean unstorable(BatchWrites writes) {
                return setting.faults().contains(Fault.UNSTORABLE)
                        && writes.inserted().stream().anyMatch(row -> isUnstorable(row.booking()));
            }
        });
    }

    /** By its id alone, so that it is one of them whenever it is decided; a rejection has nothing that could be refused. */
    private static boolean isUnstorable(Booking booking) {
        return booking.status() != BookingStatus.REJECTED && Math.floorMod(booking.id().hashCode(), 9) == 0;
    }

    /** Whether this fault is among those of this world, and happens now. */
    boolean happens(Fault fault, int onceIn) {
        return faults.contains(fault) && choices.oneIn(onceIn);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** From now on nothing goes wrong any more. */
    void heal() {
        faults.clear();
        maps.failing(false);
        while (maps.onTheWay() > 0) {
            maps.arrive(0);
            compareMaps();
        }
    }

    Instant now() {
        return now;
    }

    void passMillis(long millis) {
        now = now.plusMillis(millis);
    }

    Process start() {
        long skew = skewMillis();
        var process = new Process(this, ++started, skew);
        processes.add(process);
        trace.say(() -> process + " starts, its clock apart by " + skew + " ms");
        return process;
    }

    void startCashier() {
        cashiers.add(new Cashier(this, cashiers.size() + 1, skewMillis()));
    }

    private long skewMillis() {
        return has(Fault.CLOCKS_APART) ? 1_000L * (choices.next(11) - 5) : 0;
    }

    void assign(int partition, Process process) {
        trace.say(() -> "the group gives partition " + partition + " to " + process);
        log.assign(partition, process.member());
    }

    void leaderChanges(int partition) {
        leaderIsBehind[partition] = choices.next(20_000);
        trace.say(() -> "the new leader of partition " + partition + " is " + leaderIsBehind[partition] + " ms behind");
    }

    /** The broker answers one of the publications under way. What it has by then must be committed: somebody may be told. */
    void answer(int which, InMemoryLog.Answer answer) {
        var before = new int[setting.partitions()];
        Arrays.setAll(before, partition -> log.published(partition).size());
        log.answer(which, answer);
        for (int partition = 0; partition < before.length; partition++) {
            var row = journal.progress().get(partition);
            long decided = row == null ? Version.NONE : Version.of(row.generation(), row.nextOffset());
            var published = log.published(partition);
            for (var publication : published.subList(before[partition], published.size())) {
                if (publication.target() == Publication.Target.OUTCOMES
                        && OutcomeCodec.decode(publication.value()).version() >= decided) {
                    broken.add("published and not committed: " + OutcomeCodec.decode(publication.value()));
                }
            }
        }
    }

    /**
     * A map may be missing or old at any time; one that has the version of the truth shows it, and where the store itself
     * loses nothing no map goes back.
     */
    void compareMaps() {
        for (var subsection : journal.subsections()) {
            var map = maps.get(subsection.id());
            var truth = subsection.image().toBytes();
            if (map != null && !Arrays.equals(map, truth) && version(map) == subsection.version()) {
                broken.add("the map of subsection " + subsection.id() + " has version " + subsection.version()
                        + " and shows something else");
            }
            if (map != null && mapsAreKept()) {
                long before = shown.getOrDefault(subsection.id(), Version.NONE);
                if (version(map) < before) {
                    broken.add("the map of subsection " + subsection.id() + " went back from version " + before + " to "
                            + version(map));
                }
                shown.put(subsection.id(), version(map));
            }
        }
    }

    private boolean mapsAreKept() {
        return Collections.disjoint(setting.faults(),
                EnumSet.of(Fault.MAP_LOST, Fault.MAP_BACK, Fault.MAP_TORN, Fault.MAP_AHEAD));
    }

    private static long version(byte[] map) {
        return MapLayout.Header.parse(map).map(MapLayout.Header::version).orElse(Version.NONE);
    }

    int partitionOf(int subsection) {
        return subsection % setting.partitions();
    }

    static SubsectionKey key(int subsection) {
        return new SubsectionKey(EVENT, "A", Integer.toString(subsection));
    }

    Terms terms(int version, Sale sale, int holdSeconds) {
        return new Terms(version, 4500, CURRENCY, START.minusSeconds(60), START.plusSeconds(86_400), holdSeconds, 8,
                setting.mostPerBuyer(), sale);
    }

    /** @return the offset */
    long open(int subsection) {
        return append(subsection, opening(subsection));
    }

    Command.OpenSubsection opening(int subsection) {
        return new Command.OpenSubsection(subsection, key(subsection), partitionOf(subsection),
                new SeatingPlan(setting.rows(), setting.seatsPerRow()), terms(1, Sale.OPEN, setting.holdSeconds()));
    }

    /** @return the offset */
    long append(int subsection, Command command) {
        return append(partitionOf(subsection), key(subsection).toString(), CommandCodec.encode(command));
    }

    long append(int partition, String key, byte[] value) {
        return log.append(partition, key, value, leadersTime(partition));
    }

    /** What the log's time will be if something is put on it now, unless it was later before. */
    Instant leadersTime(int partition) {
        return now.minusMillis(leaderIsBehind[partition]);
    }

    /** Whether all of the log is decided. */
    boolean caughtUp() {
        for (int partition = 0; partition < setting.partitions(); partition++) {
            var row = journal.progress().get(partition);
            if (row == null || row.nextOffset() != log.records(partition).size()) {
                return false;
            }
        }
        return true;
    }

    /** The number of times that an operator has adopted a log. */
    int generation(int partition) {
        var row = journal.progress().get(partition);
        return row == null ? 1 : row.generation();
    }
}
