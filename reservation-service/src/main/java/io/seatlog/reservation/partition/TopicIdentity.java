package io.seatlog.reservation.partition;

import io.seatlog.kernel.wire.Topics;
import io.seatlog.reservation.journal.LogIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Asks the brokers which topic {@code seat-commands} is now. One for each consumer; single-threaded.
 */
public final class TopicIdentity {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    /** An offset that no position fits, for a partition that the topic does not have. */
    private static final long UNKNOWN = -1;
    private final Admin admin;
    private final TopicWatch watch;

    public TopicIdentity(Admin admin) {
        this.admin = admin;
        watch = new TopicWatch(() -> describe().toCompletionStage()
                .thenApply(description -> uuid(description.topicId())).toCompletableFuture(), System::nanoTime);
    }

    /** @throws LogUnavailableException when the brokers do not tell */
    public Map<Integer, LogIdentity> of(Set<Integer> partitions) {
        try {
            var description = answer(describe());
            var starts = offsets(partitions, OffsetSpec.earliest());
            var ends = offsets(partitions, OffsetSpec.latest());
            var identities = new HashMap<Integer, LogIdentity>();
            var id = uuid(description.topicId());
            watch.opening(partitions, id);
            for (int partition : partitions) {
                var key = new TopicPartition(Topics.COMMANDS, partition);
                identities.put(partition,
                        new LogIdentity(id, starts.getOrDefault(key, UNKNOWN), ends.getOrDefault(key, UNKNOWN)));
            }
            return identities;
        } catch (ExecutionException | TimeoutException failure) {
            throw new LogUnavailableException("the brokers do not tell the identity of " + Topics.COMMANDS + ": "
                    + failure.getMessage(), failure);
        }
    }

    /** Looks, without waiting, whether these partitions still are what they were opened on. */
    void check(Set<Integer> partitions) {
        watch.check(partitions);
    }

    private KafkaFuture<TopicDescription> describe() {
        return Objects.requireNonNull(
                admin.describeTopics(List.of(Topics.COMMANDS)).topicNameValues().get(Topics.COMMANDS));
    }

    private Map<TopicPartition, Long> offsets(Set<Integer> partitions, OffsetSpec which)
            throws ExecutionException, TimeoutException {
        var specs = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> specs.put(new TopicPartition(Topics.COMMANDS, partition), which));
        var offsets = new HashMap<TopicPartition, Long>();
        answer(admin.listOffsets(specs).all()).forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted", interrupted);
        }
    }

    /** Kafka's topic ids are UUIDs under another name. */
    static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
