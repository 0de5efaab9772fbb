package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Version;
import io.seatlog.reservation.journal.JournalUnavailableException;
import io.seatlog.reservation.partition.LogRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the log loses, what an operator does about it, and what history remembers of it. Records that are not decided are
 * lost only with a log that is replaced: that a tail is kept until it is decided is what acks=all and two replicas in sync
 * are for.
 */
final class LogLoss {
    /** A topic is not deleted and made anew in less. */
    private static final int REPLACED_WITHIN_MILLIS = 1_000;
    private static final int LONGEST_TAIL = 6;
    private final World world;
    /** What was decided and is not on the log any more, by partition and version. */
    private final Map<Integer, NavigableMap<Long, LogRecord>> decided = new HashMap<>();
    private final Set<Place> lost = new HashSet<>();
    /** Records of the log before this one, until an operator has adopted this one. */
    private Map<Integer, List<LogRecord>> replaced = Map.of();

    private record Place(int partition, long version) {}

    LogLoss(World world) {
        this.world = world;
    }

    /** The partitions that nobody may decide as they are now: the position is not one of this log. */
    Set<Integer> damaged() {
        var damaged = new TreeSet<Integer>();
        world.journal.progress().forEach((partition, row) -> {
            if (!row.topicId().equals(world.log.topicId())
                    || row.nextOffset() > world.log.records(partition).size()) {
                damaged.add(partition);
            }
        });
        return damaged;
    }

    /** The newest records of a partition are gone; all of them were decided. */
    void loseTail(int partition) {
        var row = world.journal.progress().get(partition);
        int end = world.log.records(partition).size();
        if (row == null || row.nextOffset() != end || end == 0 || isReplaced() || !isOpenedEverywhere()) {
            return;
        }
        int from = end - 1 - world.choices.next(Math.min(end, LONGEST_TAIL));
        world.trace.say(() -> "partition " + partition + " loses its tail from offset " + from + " to " + end);
        remember(partition, world.log.records(partition), row.generation(), row.nextOffset());
        world.log.loseTail(partition, from);
    }

    /** The topic is deleted and made anew; not before each partition was opened once, for that takes the log as it is. */
    void replace() {
        if (isReplaced() || !isOpenedEverywhere()) {
            return;
        }
        world.trace.say(() -> "the log is replaced");
        replaced = new HashMap<>();
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            replaced.put(partition, List.copyOf(world.log.records(partition)));
        }
        world.log.replaceTopic();
        world.passMillis(REPLACED_WITHIN_MILLIS);
    }

    private boolean isOpenedEverywhere() {
        return world.journal.progress().size() == world.setting.partitions();
    }

    private boolean isReplaced() {
        return !replaced.isEmpty();
    }

    /** As the runbook says: a log that lost its tail is replaced, and a replaced one is adopted. @return whether all is well */
    boolean repair() {
        if (damaged().isEmpty()) {
            return true;
        }
        replace();
        var before = Map.copyOf(world.journal.progress());
        try {
            world.journal.adopt(world.log.identities());
        } catch (JournalUnavailableException away) {
            world.trace.say(() -> "an operator cannot adopt the log: " + away.getMessage());
            return false;
        }
        world.trace.say(() -> "an operator adopts the log");
        replaced.forEach((partition, records) -> {
            var row = Objects.requireNonNull(before.get(partition));
            remember(partition, records, row.generation(), row.nextOffset());
            records.stream().skip(row.nextOffset())
                    .forEach(record -> lost.add(new Place(partition, Version.of(row.generation(), record.offset()))));
        });
        replaced = Map.of();
        openAgain();
        return true;
    }

    /** An organizer finds no subsection where the log lost its opening, and makes it once more. */
    private void openAgain() {
        var opened = world.journal.terms().keySet();
        for (int subsection = 1; subsection <= world.setting.subsections(); subsection++) {
            if (!opened.contains(subsection)) {
                world.open(subsection);
            }
        }
    }

    /** Of what was decided under one version only the first counts: others have its place on the log, and are not decided. */
    private void remember(int partition, List<LogRecord> records, int generation, long until) {
        var kept = decided.computeIfAbsent(partition, _ -> new TreeMap<>());
        records.stream().limit(until)
                .forEach(record -> kept.putIfAbsent(Version.of(generation, record.offset()), record));
    }

    /** Everything that was or will be decided, by version. */
    NavigableMap<Long, LogRecord> history(int partition) {
        var all = new TreeMap<>(decided.getOrDefault(partition, new TreeMap<>()));
        world.log.records(partition)
                .forEach(record -> all.putIfAbsent(Version.of(world.generation(partition), record.offset()), record));
        return all;
    }

    /** Whether the command of this version was lost before anybody had decided it. */
    boolean isLost(int partition, long version) {
        return lost.contains(new Place(partition, version));
    }
}
