package io.seatlog.reservation.partition;

import io.seatlog.kernel.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether each partition is still read from the topic that it was opened on. A consumer would read on in a topic of the same
 * name without a word, so its id is asked again all the time, without waiting for it. What was noticed stays so until the
 * partition is opened anew. Single-threaded.
 */
public final class TopicWatch {
    private static final long ASK_EVERY_NANOS = Duration.ofMillis(500).toNanos();
    private final Supplier<CompletableFuture<UUID>> topicId;
    private final LongSupplier nanoTime;
    /** The topic that each partition was opened on. */
    private final Map<Integer, UUID> openedOn = new HashMap<>();
    private @Nullable CompletableFuture<UUID> asked;
    private long askedAt;
    /** As it was last heard; null when there is none any more. */
    private @Nullable UUID present;

    /**
     * @param topicId asks the brokers which topic there is now, and does not wait
     * @param nanoTime as {@link System#nanoTime()}
     */
    public TopicWatch(Supplier<CompletableFuture<UUID>> topicId, LongSupplier nanoTime) {
        this.topicId = topicId;
        this.nanoTime = nanoTime;
        askedAt = nanoTime.getAsLong();
    }

    /** The brokers have just said which topic there is, and partitions are about to be opened on it. */
    public void opening(Set<Integer> partitions, UUID topic) {
        partitions.forEach(partition -> openedOn.put(partition, topic));
        present = topic;
        asked = null;
    }

    /**
     * Never waits.
     *
     * @param partitions that are read
     * @throws LogPositionLostException naming those whose topic is another one now
     */
    public void check(Set<Integer> partitions) {
        if (openedOn.isEmpty()) {
            return;
        }
        if (asked == null && nanoTime.getAsLong() - askedAt > ASK_EVERY_NANOS) {
            asked = topicId.get();
            askedAt = nanoTime.getAsLong();
        }
        if (asked != null && asked.isDone()) {
            heard(asked);
            asked = null;
        }
        var elsewhere = new TreeSet<Integer>();
        for (var partition : partitions) {
            var topic = openedOn.get(partition);
            if (topic != null && !topic.equals(present)) {
                elsewhere.add(partition);
            }
        }
        if (!elsewhere.isEmpty()) {
            throw new LogPositionLostException(present == null
                    ? "the topic " + Topics.COMMANDS + " does not exist any more"
                    : "the topic was replaced while it was read: id " + present + ", was "
                            + openedOn.get(elsewhere.getFirst()),
                    elsewhere);
        }
    }

    /** A broker that does not answer says nothing about the topic. */
    private void heard(CompletableFuture<UUID> answer) {
        if (answer.state() == CompletableFuture.State.SUCCESS) {
            present = answer.resultNow();
        } else if (answer.state() == CompletableFuture.State.FAILED
                && answer.exceptionNow() instanceof UnknownTopicOrPartitionException) {
            present = null;
        }
    }
}
