package io.seatlog.reservation.partition;

import io.seatlog.kernel.wire.Topics;
import io.seatlog.reservation.journal.LogIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group member on a consumer of its own. New partitions are paused at offset 0 without any I/O; only the pipeline
 * says where they continue. A topic that is replaced while it is read is noticed within about a second.
 */
public final class KafkaCommandLog implements CommandLog {
    private static final Logger log = LoggerFactory.getLogger(KafkaCommandLog.class);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(2);
    private final Consumer<byte[], byte[]> consumer;
    private final TopicIdentity identity;
    private final Map<Integer, Long> assignments = new HashMap<>();
    private long assignmentCount;
    private boolean joined;

    public KafkaCommandLog(Consumer<byte[], byte[]> consumer, TopicIdentity identity) {
        this.consumer = consumer;
        this.identity = identity;
        consumer.subscribe(List.of(Topics.COMMANDS), new Assignments());
    }

    @Override
    public List<LogRecord> poll(Duration atMost, Set<Integer> partitions) {
        try {
            select(partitions);
            var polled = consumer.poll(atMost);
            identity.check(partitions);
            var records = new ArrayList<LogRecord>(polled.count());
            for (var record : polled) {
                records.add(logRecord(record));
            }
            return records;
        } catch (OffsetOutOfRangeException outOfRange) {
            throw new LogPositionLostException("the log no longer has the position: " + outOfRange.getMessage(),
                    numbers(outOfRange.offsetOutOfRangePartitions().keySet()));
        } catch (NoOffsetForPartitionException noOffset) {
            throw new LogPositionLostException("no position: " + noOffset.getMessage(),
                    numbers(noOffset.partitions()));
        } catch (KafkaException unavailable) {
            throw new LogUnavailableException("poll failed: " + unavailable.getMessage(), unavailable);
        }
    }

    @Override
    public Map<Integer, Long> assignments() {
        return assignments;
    }

    @Override
    public boolean joined() {
        return joined;
    }

    @Override
    public Map<Integer, LogIdentity> identities(Set<Integer> partitions) {
        return identity.of(partitions);
    }

    @Override
    public void seek(int partition, long offset) {
        consumer.seek(new TopicPartition(Topics.COMMANDS, partition), offset);
    }

    @Override
    public void report(Map<Integer, Long> nextOffsets) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        nextOffsets.forEach((partition, next) -> offsets.put(new TopicPartition(Topics.COMMANDS, partition),
                new OffsetAndMetadata(next)));
        consumer.commitAsync(offsets, (_, failure) -> {
            if (failure != null) {
                log.debug("Lag monitors were not told: {}", failure.getMessage());
            }
        });
    }

    @Override
    public void leave() {
        try {
            consumer.close(CloseOptions.timeout(LEAVE_WITHIN));
        } catch (KafkaException closing) {
            log.warn("While leaving the group: {}", closing.getMessage());
        }
    }

    private void select(Set<Integer> wanted) {
        var paused = consumer.paused();
        var pause = new ArrayList<TopicPartition>();
        var resume = new ArrayList<TopicPartition>();
        for (var partition : consumer.assignment()) {
            boolean read = wanted.contains(partition.partition());
            if (read && paused.contains(partition)) {
                resume.add(partition);
            } else if (!read && !paused.contains(partition)) {
                pause.add(partition);
            }
        }
        consumer.pause(pause);
        consumer.resume(resume);
    }

    private static LogRecord logRecord(ConsumerRecord<byte[], byte[]> record) {
        var trace = record.headers().lastHeader("traceparent");
        return new LogRecord(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()),
                record.key(), record.value(),
                trace == null ? null : new String(trace.value(), StandardCharsets.US_ASCII));
    }

    private static Set<Integer> numbers(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** Only notes what the group says; runs within {@link #poll}. */
    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joined = true;
            for (var partition : partitions) {
                consumer.seek(partition, 0);
                assignments.put(partition.partition(), ++assignmentCount);
            }
            consumer.pause(new HashSet<>(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> assignments.remove(partition.partition()));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            onPartitionsRevoked(partitions);
        }
    }
}
