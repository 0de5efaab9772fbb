package io.seatlog.reservation.memory;

import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.reservation.journal.LogIdentity;
import io.seatlog.reservation.partition.CommandLog;
import io.seatlog.reservation.partition.LogPositionLostException;
import io.seatlog.reservation.partition.LogRecord;
import io.seatlog.reservation.partition.LogUnavailableException;
import io.seatlog.reservation.partition.OutcomeLog;
import io.seatlog.reservation.partition.Publication;
import io.seatlog.reservation.partition.TopicWatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Both topics and the group: gapless commands a partition, members that learn of their assignment only when they poll. */
public final class InMemoryLog implements OutcomeLog {
    private final Map<Integer, List<LogRecord>> commands = new TreeMap<>();
    private final Map<Integer, List<Publication>> published = new TreeMap<>();
    private final List<UnderWay> underWay = new ArrayList<>();
    private final Map<Integer, Member> owners = new HashMap<>();
    private long assignmentCount;
    private UUID topicId = new UUID(7, 1);
    private BooleanSupplier pollFails = () -> false;
    private IntSupplier redelivered = () -> 0;
    private IntSupplier skipped = () -> 0;
    private int mostRecords = 2000;

    public InMemoryLog(int partitions) {
        for (int i = 0; i < partitions; i++) {
            commands.put(i, new ArrayList<>());
            published.put(i, new ArrayList<>());
        }
    }

    /** @return the offset */
    public long append(int partition, String key, byte @Nullable [] value, Instant appendTime) {
        var records = records(partition);
        records.add(new LogRecord(partition, records.size(), appendTime,
                key.getBytes(StandardCharsets.US_ASCII), value, null));
        return records.size() - 1;
    }

    public List<LogRecord> records(int partition) {
        return require(commands.get(partition));
    }

    public UUID topicId() {
        return topicId;
    }

    /** Records from this offset on are lost; what is appended from now on gets their offsets. */
    public void loseTail(int partition, long from) {
        var records = records(partition);
        records.subList((int) from, records.size()).clear();
    }

    /** What the brokers say of each partition. */
    public Map<Integer, LogIdentity> identities() {
        var identities = new TreeMap<Integer, LogIdentity>();
        commands.forEach(
                (partition, records) -> identities.put(partition, new LogIdentity(topicId, 0, records.size())));
        return identities;
    }

    /** The topic is deleted and made anew, empty. */
    public void replaceTopic() {
        topicId = new UUID(7, topicId.getLeastSignificantBits() + 1);
        commands.values().forEach(List::clear);
    }

    public void mostRecords(int most) {
        mostRecords = most;
    }

    public void pollFails(BooleanSupplier fails) {
        pollFails = fails;
    }

    /** @param redelivered how many records before its position a poll hands out once more */
    public void redelivers(IntSupplier redelivered) {
        this.redelivered = redelivered;
    }

    /** @param skipped how many records at its position a poll leaves out, as long as others follow */
    public void skips(IntSupplier skipped) {
        this.skipped = skipped;
    }

    /** @param nanoTime of the process, as {@link System#nanoTime()} */
    public Member member(LongSupplier nanoTime) {
        return new Member(nanoTime);
    }

    /** The group means this member now; the former one does not know before it polls. */
    public void assign(int partition, @Nullable Member member) {
        var before = owners.remove(partition);
        if (before != null) {
            before.given.remove(partition);
        }
        if (member != null) {
            owners.put(partition, member);
            member.given.put(partition, ++assignmentCount);
        }
    }

    @Override
    public Publishing publish(Map<Integer, List<Publication>> publications) {
        var sent = new UnderWay(publications);
        underWay.add(sent);
        return sent;
    }

    /** The broker answers the oldest publication under way. @param outcome what happened to it */
    public void answer(Answer outcome) {
        if (!underWay.isEmpty()) {
            answer(0, outcome);
        }
    }

    /** The broker answers one of the publications under way: those of different producers have no order. */
    public void answer(int index, Answer outcome) {
        var sent = underWay.remove(index);
        if (outcome != Answer.LOST) {
            sent.publications.forEach((partition, list) -> require(published.get(partition)).addAll(list));
        }
        sent.state = outcome == Answer.ACKNOWLEDGED
                ? Publishing.State.ACKNOWLEDGED
                : Publishing.State.FAILED;
    }

    /** What reached the log, repeats and dead letters included, in its order. */
    public List<Publication> published(int partition) {
        return require(published.get(partition));
    }

    public int underWay() {
        return underWay.size();
    }

    public enum Answer {
        ACKNOWLEDGED,
        LOST,
        WRITTEN_BUT_FAILED
    }

    /** Outcomes as a reader of the topic sees them, repeats included. */
    public List<Outcome> outcomes(int partition) {
        return require(published.get(partition)).stream()
                .filter(publication -> publication.target() == Publication.Target.OUTCOMES)
                .map(publication -> OutcomeCodec.decode(publication.value())).toList();
    }

    public List<Publication> deadLetters(int partition) {
        return require(published.get(partition)).stream()
                .filter(publication -> publication.target() == Publication.Target.DEAD_LETTERS).toList();
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("no such partition");
        }
        return value;
    }

    private static final class UnderWay implements Publishing {
        private final Map<Integer, List<Publication>> publications;
        private State state = State.UNDER_WAY;

        private UnderWay(Map<Integer, List<Publication>> publications) {
            this.publications = publications;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public void await(Duration atMost) {}
    }

    /** One consumer. */
    public final class Member implements CommandLog {
        private final Map<Integer, Long> given = new TreeMap<>();
        private final Map<Integer, Long> known = new TreeMap<>();
        private final Map<Integer, Long> positions = new HashMap<>();
        private final TopicWatch watch;
        private boolean joined;

        private Member(LongSupplier nanoTime) {
            watch = new TopicWatch(() -> CompletableFuture.completedFuture(topicId), nanoTime);
        }

        @Override
        public List<LogRecord> poll(Duration atMost, Set<Integer> partitions) {
            if (pollFails.getAsBoolean()) {
                throw new LogUnavailableException("as told", new IllegalStateException("a fault that was ordered"));
            }
            joined = true;
            known.clear();
            known.putAll(given);
            watch.check(partitions);
            var batch = new ArrayList<LogRecord>();
            for (int partition : partitions) {
                if (known.containsKey(partition)) {
                    read(partition, batch);
                }
            }
            return batch;
        }

        private void read(int partition, List<LogRecord> batch) {
            var records = records(partition);
            long position = positions.getOrDefault(partition, 0L);
            if (position > records.size()) {
                throw new LogPositionLostException("no offset " + position, Set.of(partition));
            }
            position = Math.max(0, position - redelivered.getAsInt());
            position = Math.max(position, Math.min(position + skipped.getAsInt(), records.size() - 1));
            while (position < records.size() && batch.size() < mostRecords) {
                batch.add(records.get((int) position++));
            }
            positions.put(partition, position);
        }

        /** Whether the group means this member, known to it or not. */
        public boolean isGiven(int partition) {
            return given.containsKey(partition);
        }

        @Override
        public Map<Integer, Long> assignments() {
            return known;
        }

        @Override
        public boolean joined() {
            return joined;
        }

        @Override
        public Map<Integer, LogIdentity> identities(Set<Integer> partitions) {
            var identities = InMemoryLog.this.identities();
            identities.keySet().retainAll(partitions);
            watch.opening(partitions, topicId);
            return identities;
        }

        @Override
        public void seek(int partition, long offset) {
            positions.put(partition, offset);
        }

        @Override
        public void report(Map<Integer, Long> nextOffsets) {}

        @Override
        public void leave() {
            Set.copyOf(given.keySet()).forEach(partition -> assign(partition, null));
        }
    }
}
