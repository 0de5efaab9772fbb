package io.seatlog.ticketing.log;

import io.seatlog.kernel.wire.Topics;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether the topic that we would write to is the log that a partition's owner decides: a topic that was deleted and
 * made anew looks the same by name, and what is put on it before somebody adopts it would wait for ever. Topic and
 * positions are both read four times a second; what is older than two seconds counts as not known. A short stall of this
 * process, of the brokers or of PostgreSQL refuses nobody: whoever comes while a reading is late waits for the next.
 */
@Component
public final class LogIdentity implements AutoCloseable {
    private static final Duration LOOKS_AGAIN_AFTER = Duration.ofMillis(100);
    private static final int LOOKS = 20;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 2000;
    private final Positions positions;
    private final Admin admin;
    private final Loop loop;
    private volatile Topic topic = new Topic(new UUID(0, 0), 0, 0);

    /** @param partitions 0 while the topic is not known */
    private record Topic(UUID id, int partitions, long readAtNanos) {
        Freshness freshness() {
            return partitions > 0 ? Freshness.since(readAtNanos) : Freshness.UNKNOWN;
        }
    }

    LogIdentity(Positions positions, KafkaProperties kafka) {
        this.positions = positions;
        var settings = kafka.buildAdminProperties();
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        admin = Admin.create(settings);
        loop = Loop.start("log-identity", Freshness.READ_EVERY, this::read);
    }

    /**
     * Tells how far the partition's log is decided: whatever is appended from now on comes at or after it. Fails with a
     * {@link ProblemException} when nothing must be accepted for this partition now.
     */
    Mono<Position> granted(int partition) {
        return whenNotLate(this::isLate, LOOKS, () -> requireGranted(partition));
    }

    /** Whether every partition has an owner that decides this topic. */
    public Mono<Boolean> whollyGranted() {
        return whenNotLate(this::isLate, LOOKS, this::isWhollyGranted);
    }

    private boolean isLate() {
        return topic.freshness() == Freshness.LATE || positions.freshness() == Freshness.LATE;
    }

    /** Answers when no reading is late any more, or after so many looks. */
    static <T> Mono<T> whenNotLate(BooleanSupplier late, int looks, Supplier<T> answer) {
        return late.getAsBoolean() && looks > 0
                ? Mono.delay(LOOKS_AGAIN_AFTER).then(Mono.defer(() -> whenNotLate(late, looks - 1, answer)))
                : Mono.fromSupplier(answer);
    }

    private Position requireGranted(int partition) {
        var position = grantedNow(topic, partition);
        if (position == null) {
            throw ProblemException.of(ProblemType.LOG_UNAVAILABLE,
                    "Nothing was accepted: the owner of this part of the log is not known or decides another log.")
                    .retryAfter(RETRY_AFTER);
        }
        return position;
    }

    /** Partitions of the command topic; 0 while it is not known. */
    public int partitions() {
        return topic.partitions();
    }

    /** Whether every partition has an owner that decides this topic, as far as is known at this moment. */
    public boolean isWhollyGranted() {
        var now = topic;
        return now.partitions() > 0
                && IntStream.range(0, now.partitions()).allMatch(partition -> grantedNow(now, partition) != null);
    }

    private @Nullable Position grantedNow(Topic now, int partition) {
        var position = positions.fresh(partition);
        return position != null && now.freshness() == Freshness.FRESH && position.isOn(now.id()) ? position : null;
    }

    private void read() throws Exception {
        long startedAt = System.nanoTime();
        var description = admin.describeTopics(List.of(Topics.COMMANDS)).allTopicNames()
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).get(Topics.COMMANDS);
        if (description != null) {
            var id = description.topicId();
            topic = new Topic(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                    description.partitions().size(), startedAt);
        }
    }

    @Override
    public void close() {
        loop.close();
        admin.close(Duration.ofSeconds(1));
    }
}
