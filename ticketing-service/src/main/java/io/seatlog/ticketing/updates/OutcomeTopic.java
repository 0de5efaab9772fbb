package io.seatlog.ticketing.updates;

import io.seatlog.kernel.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topic {@code booking-outcomes} is. A consumer does not notice when a topic is deleted and made anew under its
 * name: offsets start again and whatever lies below its old position is skipped. So the id is asked for every second,
 * without waiting for the answer. One thread only.
 */
final class OutcomeTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeTopic.class);
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ANSWER_SECONDS = 5;
    private final Admin admin;
    private @Nullable KafkaFuture<Map<String, TopicDescription>> asked;
    private long askedAt;
    private boolean absenceTold;

    OutcomeTopic(Admin admin) {
        this.admin = admin;
    }

    record Identity(Uuid id, int partitions) {}

    /**
     * Waits for an answer.
     *
     * @return null while the topics are not there or do not fit each other
     */
    @Nullable
    Identity identity() throws InterruptedException {
        asked = null;
        try {
            var topics = ask(List.of(Topics.OUTCOMES, Topics.COMMANDS)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            var outcomes = identity(topics.get(Topics.OUTCOMES));
            var commands = identity(topics.get(Topics.COMMANDS));
            if (outcomes == null || commands == null || outcomes.partitions() != commands.partitions()) {
                tellOnce("topics " + Topics.OUTCOMES + " and " + Topics.COMMANDS + " differ in their partitions: "
                        + outcomes + ", " + commands);
                return null;
            }
            absenceTold = false;
            return outcomes;
        } catch (ExecutionException | TimeoutException noAnswer) {
            tellOnce("the topics are not known yet: " + noAnswer);
            return null;
        }
    }

    /** Never waits: looks at the answer to an earlier question, and asks the next one when it is time. */
    boolean isReplaced(Identity known) {
        long now = System.nanoTime();
        var answer = asked;
        if (answer == null) {
            if (now - askedAt > ASK_NANOS) {
                askedAt = now;
                asked = ask(List.of(Topics.OUTCOMES));
            }
            return false;
        }
        if (!answer.isDone()) {
            return false;
        }
        asked = null;
        return isReplaced(known, answer);
    }

    /** A deleted topic is waited for: its open streams live on by rereading. */
    private boolean isReplaced(Identity known, KafkaFuture<Map<String, TopicDescription>> answer) {
        try {
            var now = identity(answer.getNow(Map.of()).get(Topics.OUTCOMES));
            boolean replaced = now != null && !now.equals(known);
            if (replaced) {
                LOG.warn("topic {} was {}, is {}", Topics.OUTCOMES, known, now);
            }
            return replaced;
        } catch (ExecutionException fault) {
            if (fault.getCause() instanceof UnknownTopicOrPartitionException) {
                tellOnce("topic " + Topics.OUTCOMES + " is gone");
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private KafkaFuture<Map<String, TopicDescription>> ask(List<String> topics) {
        return admin.describeTopics(topics).allTopicNames();
    }

    private static @Nullable Identity identity(@Nullable TopicDescription topic) {
        return topic == null ? null : new Identity(topic.topicId(), topic.partitions().size());
    }

    private void tellOnce(String what) {
        if (!absenceTold) {
            absenceTold = true;
            LOG.warn("outcomes: {}", what);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
