package io.seatlog.ticketing.log;

import io.seatlog.kernel.wire.Topics;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * Whether the topic that we would write to is the log that a partition's owner decides: a topic that was deleted and
 * made anew looks the same by name, and what is put on it before somebody adopts it would wait for ever. Topic and
 * positions are both read once a second; what is older than two seconds counts as not known.
 */
@Component
public final class LogIdentity implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 2000;
    private final Positions positions;
    private final Admin admin;
    private final Loop loop;
    private volatile Topic topic = new Topic(new UUID(0, 0), 0, 0);

    /** @param partitions 0 while the topic is not known */
    private record Topic(UUID id, int partitions, long readAtNanos) {
        boolean isFresh() {
            return partitions > 0 && System.nanoTime() - readAtNanos <= Positions.FRESH.toNanos();
        }
    }

    LogIdentity(Positions positions, KafkaProperties kafka) {
        this.positions = positions;
        var settings = kafka.buildAdminProperties();
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        admin = Admin.create(settings);
        loop = Loop.start("log-identity", INTERVAL, this::read);
    }

    /**
     * @return how far the partition's log is decided: whatever is appended from now on comes at or after it
     * @throws ProblemException when nothing must be accepted for this partition now
     */
    Position requireGranted(int partition) {
        var now = topic;
        var position = positions.fresh(partition);
        if (position == null || !now.isFresh() || !position.isOn(now.id())) {
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

    /** Whether every partition has an owner that decides this topic. */
    public boolean isWhollyGranted() {
        var now = topic;
        if (!now.isFresh()) {
            return false;
        }
        for (int partition = 0; partition < now.partitions(); partition++) {
            var position = positions.fresh(partition);
            if (position == null || !position.isOn(now.id())) {
                return false;
            }
        }
        return true;
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
