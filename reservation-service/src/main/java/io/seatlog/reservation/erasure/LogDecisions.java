package io.seatlog.reservation.erasure;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.reservation.journal.LogIdentity;
import io.seatlog.reservation.partition.LogUnavailableException;
import io.seatlog.reservation.partition.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What the brokers and the positions in PostgreSQL tell of it. */
public final class LogDecisions implements Decisions {
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 100;
    private final TopicIdentity identity;
    private final Producer<byte[], byte[]> producer;
    private final ErasureRows rows;
    private final Set<Integer> partitions;

    public LogDecisions(TopicIdentity identity, Producer<byte[], byte[]> producer, ErasureRows rows,
            Set<Integer> partitions) {
        this.identity = identity;
        this.producer = producer;
        this.rows = rows;
        this.partitions = Set.copyOf(partitions);
    }

    @Override
    public void await() {
        var logs = logs();
        long from = System.nanoTime();
        var behind = behind(logs);
        while (!behind.isEmpty()) {
            if (System.nanoTime() - from > DECIDED_WITHIN.toNanos()) {
                throw new ErasureUnfinishedException("commands of partitions " + behind + " are not decided within "
                        + DECIDED_WITHIN.toSeconds() + " s; is reservation-service well?", null);
            }
            pause();
            behind = behind(logs);
        }
    }

    private Map<Integer, LogIdentity> logs() {
        try {
            return identity.of(partitions);
        } catch (LogUnavailableException unavailable) {
            throw new ErasureUnfinishedException(String.valueOf(unavailable.getMessage()), unavailable);
        }
    }

    private List<Integer> behind(Map<Integer, LogIdentity> logs) {
        var positions = rows.positions();
        return logs.entrySet().stream()
                .filter(log -> isBehind(log.getKey(), log.getValue(), positions.get(log.getKey())))
                .map(Map.Entry::getKey).sorted().toList();
    }

    /** A partition that was never opened is decided when nothing is on it. */
    private static boolean isBehind(int partition, LogIdentity log, ErasureRows.@Nullable Position position) {
        if (position == null) {
            return log.end() > 0;
        }
        if (!position.topicId().equals(log.topicId())) {
            throw new ErasureUnfinishedException("partition " + partition + " continues another log than there is; see "
                    + "the runbook for `seatlog log adopt`", null);
        }
        return position.nextOffset() < log.end();
    }

    /** The expiry of a booking that never was: whoever owns the partition finds nothing to end. */
    @Override
    public void nudge(List<Place> places) {
        var sent = places.stream().map(place -> producer.send(new ProducerRecord<>(Topics.COMMANDS, place.partition(),
                place.key().toString().getBytes(StandardCharsets.US_ASCII),
                CommandCodec.encode(new Command.ExpireHolds(place.subsectionId(), List.of(new UUID(0, 0)))))))
                .toList();
        try {
            for (var each : sent) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new ErasureUnfinishedException("the log takes no commands: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ErasureUnfinishedException("interrupted", interrupted);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ErasureUnfinishedException("interrupted", interrupted);
        }
    }
}
