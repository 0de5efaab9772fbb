package io.seatlog.reservation.partition;

import io.seatlog.kernel.id.Version;
import io.seatlog.reservation.journal.BuyerOfEvent;
import io.seatlog.reservation.journal.CommitResult;
import io.seatlog.reservation.journal.Facts;
import io.seatlog.reservation.journal.Journal;
import io.seatlog.reservation.journal.JournalUnavailableException;
import io.seatlog.reservation.seatmap.Projection;
import io.seatlog.reservation.subsection.Subsection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batch pipeline as a step machine: read, decide, commit, project, publish. Every {@link #step} makes at most one
 * call to a store; waiting is returned, never done here, so whoever drives it can run every order of events.
 *
 * <p>Invariants: memory is what the last successful commit left; a batch commits only when all outcomes of the batch
 * before it are acknowledged, so at most one batch is unpublished, and that one is in the progress rows; nothing is
 * published that is not committed.
 */
public final class Pipeline {
    private static final Logger log = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration POLL_WHILE_OPENING = Duration.ofMillis(5);
    /** Outcomes of one batch; a batch is cut when it has more. */
    static final int MOST_OUTCOME_BYTES = 1 << 20;
    private static final int TWIN_ROUNDS = 2;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private enum Phase {
        POLL,
        READ,
        DECIDE,
        COMMIT,
        PROJECT,
        PUBLISH
    }

    private final CommandLog commands;
    private final Journal journal;
    private final OutcomeLog outcomes;
    private final Projection projection;
    private final InstantSource clock;
    private final Ownership ownership;
    private final Residents residents;
    private final Decider decider;
    private final HoldWatch holdWatch;
    private final Backoff backoff;
    private final Inbox inbox = new Inbox();

    private Phase phase = Phase.POLL;
    private List<Received> taken = List.of();
    private Facts facts = Facts.NONE;
    private Batch batch = new Batch(Facts.NONE);
    private Map<Integer, List<Publication>> unacknowledged = Map.of();
    private OutcomeLog.@Nullable Publishing publishing;
    private boolean draining;
    private int twins;
    private int strikes;
    private Instant reportedAt = Instant.EPOCH;
    private Map<Integer, Long> reported = Map.of();

    public Pipeline(PipelinePorts ports) {
        this.commands = ports.commands();
        this.journal = ports.journal();
        this.outcomes = ports.outcomes();
        this.projection = ports.projection();
        this.clock = ports.clock();
        this.ownership = new Ownership(commands, journal, outcomes, ports.random(), ports.owners());
        this.residents = new Residents(Residents.MOST);
        this.decider = new Decider(residents);
        this.holdWatch = new HoldWatch(ports.deadlines(), residents);
        this.backoff = new Backoff(ports.random());
    }

    /** One step. @return what to wait for before the next */
    public Wait step() {
        var now = clock.instant();
        reviewAssignments();
        reviewPublishing(now);
        if (!backoff.over(now)) {
            return new Wait.Pause(backoff.remaining(now));
        }
        if (publishing == null && !unacknowledged.isEmpty()) {
            publishing = outcomes.publish(unacknowledged);
            return Wait.NONE;
        }
        if (phase == Phase.POLL && inbox.isEmpty() && ownership.step(now)) {
            return Wait.NONE;
        }
        return switch (phase) {
            case POLL -> poll(now);
            case READ -> read(now);
            case DECIDE -> decide(now);
            case COMMIT -> commit(now);
            case PROJECT -> project();
            case PUBLISH -> publish();
        };
    }

    /** Keeps the membership alive while nothing can be done. */
    public void idle(Duration atMost) {
        try {
            commands.poll(atMost, Set.of());
        } catch (LogUnavailableException | LogPositionLostException again) {
            log.debug("While idle: {}", again.getMessage());
        }
    }

    /** Reads no more: what was read is still decided, committed and published. */
    public void drain() {
        draining = true;
    }

    /** Whether the group has been joined and every partition it gave us is open, or stopped for a reason. */
    public boolean settled() {
        return commands.joined() && !ownership.opening();
    }

    /** Whether everything that was read is committed and published: the moment to stop. */
    public boolean atRest() {
        return phase == Phase.POLL && inbox.isEmpty() && unacknowledged.isEmpty();
    }

    /** How each partition stands, for people. */
    public List<PartitionStatus> status() {
        return ownership.all().stream().map(PartitionStatus::of).toList();
    }

    private void reviewAssignments() {
        for (int gone : ownership.review()) {
            forget(gone);
        }
    }

    private void reviewPublishing(Instant now) {
        if (publishing == null) {
            return;
        }
        switch (publishing.state()) {
            case UNDER_WAY -> {
            }
            case ACKNOWLEDGED -> {
                publishing = null;
                unacknowledged = Map.of();
                backoff.succeeded();
            }
            case FAILED -> {
                log.warn("Outcomes of {} partitions were not acknowledged; they will be sent again",
                        unacknowledged.size());
                publishing = null;
                backoff.failed(now);
            }
        }
    }

    private Wait poll(Instant now) {
        if (draining) {
            return publishing == null ? Wait.NONE : new Wait.ForAcknowledgement(publishing);
        }
        try {
            report(now);
            for (var record : commands.poll(ownership.opening() ? POLL_WHILE_OPENING : POLL, ownership.open())) {
                if (ownership.accept(record, now)) {
                    inbox.add(Received.of(record));
                }
            }
        } catch (LogPositionLostException lost) {
            lost.partitions().forEach(partition -> stop(partition, String.valueOf(lost.getMessage()), false, now));
        } catch (LogUnavailableException unavailable) {
            log.warn("Cannot read commands: {}", unavailable.getMessage());
            backoff.failed(now);
        }
        phase = inbox.isEmpty() ? Phase.POLL : Phase.READ;
        return Wait.NONE;
    }

    private Wait read(Instant now) {
        taken = readable(inbox.take(), now);
        if (taken.isEmpty()) {
            phase = Phase.POLL;
            return Wait.NONE;
        }
        var bookings = new HashSet<UUID>();
        var subsections = new HashSet<Integer>();
        var buyers = new HashSet<BuyerOfEvent>();
        for (var received : taken) {
            bookings.addAll(received.bookingIds());
            if (received instanceof Received.Readable readable
                    && !residents.has(readable.command().subsectionId())) {
                subsections.add(readable.command().subsectionId());
            }
            Decider.limited(received, residents).ifPresent(buyers::add);
        }
        try {
            var read = journal.read(bookings, subsections, buyers);
            read.subsections().values().stream().filter(this::isOurs).forEach(residents::put);
            facts = read;
            phase = Phase.DECIDE;
        } catch (JournalUnavailableException unavailable) {
            log.warn("Cannot read facts: {}", unavailable.getMessage());
            inbox.putBack(taken);
            taken = List.of();
            backoff.failed(now);
        }
        return Wait.NONE;
    }

    /** A record may name a subsection of another partition; that one's state must not stay here, where nobody keeps it right. */
    private boolean isOurs(Subsection subsection) {
        var partition = ownership.get(subsection.opening().partition());
        return partition != null && partition.isOpen();
    }

    /** Cuts off what only a newer release can decide, and all behind it; when nothing stands before it, that is the end. */
    private List<Received> readable(List<Received> front, Instant now) {
        var readable = new ArrayList<Received>(front.size());
        var futures = new TreeMap<Integer, Received.Future>();
        var begun = new HashSet<Integer>();
        for (var received : front) {
            int partition = received.record().partition();
            if (received instanceof Received.Future future) {
                futures.putIfAbsent(partition, future);
            }
            if (!futures.containsKey(partition)) {
                readable.add(received);
                begun.add(partition);
            }
        }
        futures.forEach((partition, future) -> {
            inbox.drop(partition);
            if (begun.contains(partition)) {
                ownership.rewind(partition, future.record().offset());
            } else {
                stop(partition, future.reason() + ": upgrade this service", true, now);
            }
        });
        return readable;
    }

    private Wait decide(Instant now) {
        batch = new Batch(facts);
        int decided = 0;
        for (var received : taken) {
            int number = received.record().partition();
            var partition = ownership.get(number);
            if (partition == null || !partition.isOpen()) {
                throw new IllegalStateException("a record of partition " + number + ", which is not open");
            }
            try {
                decider.decide(received, partition, batch);
            } catch (RuntimeException bug) {
                log.error("Partition {} offset {} could not be applied", number, received.record().offset(), bug);
                stop(number, "a decision could not be applied: " + bug, true, now);
                return Wait.NONE;
            }
            decided++;
            if (batch.bytes() > MOST_OUTCOME_BYTES) {
                break;
            }
        }
        inbox.putBack(taken.subList(decided, taken.size()));
        taken = List.copyOf(taken.subList(0, decided));
        phase = Phase.COMMIT;
        return Wait.NONE;
    }

    private Wait commit(Instant now) {
        if (publishing != null) {
            return new Wait.ForAcknowledgement(publishing);
        }
        CommitResult result;
        try {
            result = journal.commit(batch.writes());
        } catch (JournalUnavailableException unknown) {
            log.warn("Unknown whether a batch of {} committed: {}", taken.size(), unknown.getMessage());
            doubt(now);
            return Wait.NONE;
        }
        switch (result) {
            case CommitResult.Committed _ -> committed(now);
            case CommitResult.Fenced fenced -> fenced(fenced.partition(), now);
            case CommitResult.Twin _,CommitResult.LimitPassed _ -> {
                if (++twins > TWIN_ROUNDS) {
                    inbox.halve(taken.size());
                }
                decideAgain();
            }
            case CommitResult.Busy _ -> {
                decideAgain();
                backoff.failed(now);
            }
            case CommitResult.SeatClaimed claimed -> strike(partitionsOf(claimed), "a seat of subsection "
                    + claimed.subsectionId() + " is claimed in the database but free in memory", now);
            case CommitResult.Mismatch mismatch ->
                strike(List.copyOf(batch.lanes().keySet()), mismatch.what(), now);
            case CommitResult.Unstorable unstorable -> isolate(unstorable.why(), now);
        }
        return Wait.NONE;
    }

    private void committed(Instant now) {
        batch.deadLetters().forEach(letter -> log.error("Dead letter at partition {} offset {}: {}", letter.partition(),
                Version.offset(letter.version()), letter.reason()));
        batch.lanes().values().forEach(lane -> lane.partition().committed(lane.to(), lane.logTime()));
        holdWatch.committed(batch, taken, now);
        inbox.committed();
        twins = 0;
        strikes = 0;
        taken = List.of();
        backoff.succeeded();
        phase = Phase.PROJECT;
    }

    private Wait project() {
        var updates = batch.mapUpdates();
        var shown = projection.project(updates);
        for (var update : updates) {
            var resident = residents.get(update.subsectionId());
            if (resident != null) {
                resident.mapBase(shown.contains(update.subsectionId()) ? update.image().version() : Version.NONE);
            }
        }
        phase = Phase.PUBLISH;
        return Wait.NONE;
    }

    private Wait publish() {
        unacknowledged = batch.publications();
        if (!unacknowledged.isEmpty()) {
            publishing = outcomes.publish(unacknowledged);
        }
        batch = new Batch(Facts.NONE);
        facts = Facts.NONE;
        phase = inbox.isEmpty() ? Phase.POLL : Phase.READ;
        return Wait.NONE;
    }

    /** Kafka's committed offsets are for lag monitors: told when they changed, at most once a second. */
    private void report(Instant now) {
        if (now.isBefore(reportedAt.plus(REPORT_EVERY))) {
            return;
        }
        var offsets = ownership.positions();
        if (!offsets.equals(reported)) {
            commands.report(offsets);
            reported = offsets;
            reportedAt = now;
        }
    }

    /** After a rollback that is certain: the same records, from the rows as they are now. */
    private void decideAgain() {
        dropTouched();
        inbox.putBack(taken);
        taken = List.of();
        phase = Phase.READ;
    }

    private void dropTouched() {
        batch.touchedSubsections().forEach(residents::drop);
        batch = new Batch(Facts.NONE);
    }

    private void doubt(Instant now) {
        var partitions = batch.lanes().values().stream().map(Batch.Lane::partition).toList();
        decideAgain();
        for (var partition : partitions) {
            forget(partition.number());
            ownership.doubt(partition, now);
        }
        backoff.failed(now);
        phase = inbox.isEmpty() ? Phase.POLL : Phase.READ;
    }

    private void fenced(int number, Instant now) {
        decideAgain();
        forget(number);
        var partition = ownership.get(number);
        if (partition != null) {
            ownership.rest(partition, now);
        }
        phase = inbox.isEmpty() ? Phase.POLL : Phase.READ;
    }

    /** The first time memory may be to blame, so it is loaded anew; the second time it is a bug or a foreign writer. */
    private void strike(List<Integer> partitions, String what, Instant now) {
        log.error("A batch of {} does not fit the database: {}", taken.size(), what);
        decideAgain();
        if (++strikes > 1) {
            partitions.forEach(partition -> stop(partition, what, true, now));
            strikes = 0;
        }
        phase = inbox.isEmpty() ? Phase.POLL : Phase.READ;
    }

    private List<Integer> partitionsOf(CommitResult.SeatClaimed claimed) {
        var resident = residents.get(claimed.subsectionId());
        return resident == null
                ? List.copyOf(batch.lanes().keySet())
                : List.of(resident.subsection().opening().partition());
    }

    /** Halves the batch in log order until the record that cannot be stored is alone: that one is a dead letter. */
    private void isolate(String why, Instant now) {
        var suspect = taken.getFirst();
        if (taken.size() > 1) {
            inbox.halve(taken.size());
        } else if (suspect instanceof Received.Poison) {
            stop(suspect.record().partition(), "a dead letter cannot be stored: " + why, true, now);
            return;
        } else {
            taken = List.of(new Received.Poison(suspect.record(), "cannot be stored: " + why));
        }
        decideAgain();
    }

    private void stop(int number, String reason, boolean forGood, Instant now) {
        forget(number);
        var partition = ownership.get(number);
        if (partition != null) {
            ownership.stop(partition, reason, forGood, now);
        }
    }

    /** Drops all that is known of a partition; a batch that was decided with it is taken apart. */
    private void forget(int number) {
        boolean undecided = phase == Phase.DECIDE || phase == Phase.COMMIT;
        if (undecided && taken.stream().anyMatch(received -> received.record().partition() == number)) {
            decideAgain();
        }
        inbox.drop(number);
        residents.dropPartition(number);
        if (phase == Phase.READ && inbox.isEmpty()) {
            phase = Phase.POLL;
        }
    }
}
