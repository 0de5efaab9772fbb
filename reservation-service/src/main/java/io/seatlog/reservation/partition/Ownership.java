package io.seatlog.reservation.partition;

import io.seatlog.reservation.journal.Journal;
import io.seatlog.reservation.journal.JournalUnavailableException;
import io.seatlog.reservation.journal.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group gave us, and how each is opened: identity of the log, the row, the last outcomes once
 * more, the position. Each call of {@link #step} makes at most one call to a store. What goes wrong with one
 * partition delays that one only.
 */
final class Ownership {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);
    /** After losing a row to somebody else: longer than a zombie needs to learn that it is one. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** Between two looks at whether an operator has removed what stopped a partition. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    /** A gap may come from a fetch under way; the log itself has none. */
    private static final int GAPS_ALLOWED = 3;
    private final CommandLog commands;
    private final Journal journal;
    private final OutcomeLog outcomes;
    private final RandomGenerator random;
    private final Supplier<UUID> owners;
    private final Map<Integer, OwnedPartition> partitions = new TreeMap<>();

    Ownership(CommandLog commands, Journal journal, OutcomeLog outcomes, RandomGenerator random,
            Supplier<UUID> owners) {
        this.commands = commands;
        this.journal = journal;
        this.outcomes = outcomes;
        this.random = random;
        this.owners = owners;
    }

    /** @return the partitions that are no longer ours as they were: their state is worthless */
    Set<Integer> review() {
        var assignments = commands.assignments();
        var gone = new TreeSet<Integer>();
        partitions.values().removeIf(partition -> {
            var assignment = assignments.get(partition.number());
            boolean same = assignment != null && assignment == partition.assignment();
            if (!same) {
                gone.add(partition.number());
            }
            return !same;
        });
        assignments.forEach((number, assignment) -> partitions.computeIfAbsent(number,
                _ -> new OwnedPartition(number, assignment, new Backoff(random))));
        return gone;
    }

    Set<Integer> open() {
        var open = new TreeSet<Integer>();
        partitions.forEach((number, partition) -> {
            if (partition.isOpen()) {
                open.add(number);
            }
        });
        return open;
    }

    /** Whether some partition is on its way to be open. */
    boolean opening() {
        return partitions.values().stream()
                .anyMatch(partition -> !partition.isOpen() && partition.state() != OwnedPartition.State.STOPPED);
    }

    Map<Integer, Long> positions() {
        var positions = new TreeMap<Integer, Long>();
        partitions.forEach((number, partition) -> {
            if (partition.isOpen()) {
                positions.put(number, partition.nextOffset());
            }
        });
        return positions;
    }

    @Nullable
    OwnedPartition get(int number) {
        return partitions.get(number);
    }

    List<OwnedPartition> all() {
        return List.copyOf(partitions.values());
    }

    /** Brings one partition one call nearer to open. @return whether there was something to do */
    boolean step(Instant now) {
        var due = new TreeSet<Integer>();
        for (var partition : partitions.values()) {
            if (partition.mayLookAgain() && partition.backoff().over(now)) {
                partition.due(false);
            }
            if (partition.state() == OwnedPartition.State.DUE && partition.backoff().over(now)) {
                due.add(partition.number());
            }
        }
        if (!due.isEmpty()) {
            identify(due, now);
            return true;
        }
        for (var partition : partitions.values()) {
            if (advance(partition, now)) {
                return true;
            }
        }
        return false;
    }

    private boolean advance(OwnedPartition partition, Instant now) {
        return switch (partition.state()) {
            case IDENTIFIED -> {
                take(partition, now);
                yield true;
            }
            case TAKEN -> partition.backoff().over(now) && republish(partition, now);
            case REPUBLISHING -> reviewRepublishing(partition, now);
            case DUE, OPEN, STOPPED -> false;
        };
    }

    private void identify(Set<Integer> due, Instant now) {
        try {
            commands.identities(due).forEach((number, identity) -> partition(number).identified(identity));
        } catch (LogUnavailableException unavailable) {
            log.warn("Cannot open partitions {}: {}", due, unavailable.getMessage());
            due.forEach(number -> partition(number).backoff().failed(now));
        }
    }

    private void take(OwnedPartition partition, Instant now) {
        Taken taken;
        try {
            taken = journal.take(partition.number(), partition.identity(), owners.get(), partition.previousOwner());
        } catch (JournalUnavailableException unavailable) {
            log.warn("Cannot take partition {}: {}", partition.number(), unavailable.getMessage());
            partition.due(partition.previousOwner() != null);
            partition.backoff().failed(now);
            return;
        }
        switch (taken) {
            case Taken.Mine mine -> partition.taken(mine.progress());
            case Taken.Refused refused -> stop(partition, refused.objection(), false, now);
            case Taken.Foreign _ -> rest(partition, now);
        }
    }

    private boolean republish(OwnedPartition partition, Instant now) {
        List<Publication> publications;
        try {
            publications = Publication.decode(partition.progress().outcomes());
        } catch (IllegalStateException newer) {
            stop(partition, newer.getMessage() + ": upgrade this service", true, now);
            return true;
        }
        if (publications.isEmpty()) {
            open(partition);
        } else {
            partition.republishing(outcomes.publish(Map.of(partition.number(), publications)));
        }
        return true;
    }

    private boolean reviewRepublishing(OwnedPartition partition, Instant now) {
        return switch (partition.republishing().state()) {
            case UNDER_WAY -> false;
            case FAILED -> {
                partition.republishFailed();
                partition.backoff().failed(now);
                yield true;
            }
            case ACKNOWLEDGED -> {
                open(partition);
                yield true;
            }
        };
    }

    private void open(OwnedPartition partition) {
        commands.seek(partition.number(), partition.nextOffset());
        partition.opened();
        log.info("Partition {} is open at offset {}, generation {}", partition.number(), partition.nextOffset(),
                partition.generation());
    }

    /** @param forGood when only a restart or a new assignment can help */
    void stop(OwnedPartition partition, String reason, boolean forGood, Instant now) {
        if (!reason.equals(partition.stopReason())) {
            log.error("Partition {} is STOPPED: {}", partition.number(), reason);
        }
        partition.stop(reason, forGood);
        partition.backoff().rest(now, LOOK_AGAIN);
    }

    /** Somebody else has the row. If the group still means us after a while, it is ours to take. */
    void rest(OwnedPartition partition, Instant now) {
        log.info("Partition {} has another owner", partition.number());
        partition.due(false);
        partition.backoff().rest(now, REST);
    }

    /** Nobody knows whether the last commit took effect: the row does. */
    void doubt(OwnedPartition partition, Instant now) {
        partition.due(true);
        partition.backoff().failed(now);
    }

    /** @return whether the record is the one that must come next; otherwise it is skipped or the log read again */
    boolean accept(LogRecord record, Instant now) {
        var partition = partitions.get(record.partition());
        if (partition == null || !partition.isOpen() || record.offset() < partition.expectedOffset()) {
            return false;
        }
        if (record.offset() == partition.expectedOffset()) {
            partition.expect(record.offset() + 1);
            return true;
        }
        if (partition.gap() > GAPS_ALLOWED) {
            stop(partition, "the log has a gap: offset " + record.offset() + " follows "
                    + (partition.expectedOffset() - 1), false, now);
        } else {
            commands.seek(partition.number(), partition.expectedOffset());
        }
        return false;
    }

    /** Reads on from an offset that was read already. */
    void rewind(int number, long offset) {
        partition(number).expect(offset);
        commands.seek(number, offset);
    }

    private OwnedPartition partition(int number) {
        var partition = partitions.get(number);
        if (partition == null) {
            throw new IllegalStateException("partition " + number + " is not ours");
        }
        return partition;
    }
}
