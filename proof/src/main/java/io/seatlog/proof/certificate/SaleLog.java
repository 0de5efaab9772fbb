package io.seatlog.proof.certificate;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.FutureMessageException;
import io.seatlog.kernel.wire.MalformedMessageException;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryWriter;
import io.seatlog.reservation.partition.Publication;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event's partitions of both topics as nobody in particular: no group, nothing committed, at most a few MiB at a
 * time. Of a command of another event only its time is kept, because log time is the latest append time of the whole
 * partition, whoever sent it.
 */
final class SaleLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SaleCut cut;
    private final Progress progress;
    /** The offsets of the commands that are kept, a bit each, by partition. */
    private final Map<Integer, BitSet> kept = new HashMap<>();
    private Map<TopicPartition, Long> commandsRead = Map.of();
    private boolean later;
    private long foreign;
    private long reused;

    SaleLog(String kafka, SaleCut cut, Progress progress) {
        this.cut = cut;
        this.progress = progress;
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        1 << 20, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                        ConsumerConfig.CLIENT_ID_CONFIG, "seatlog-verify-sale"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(String topic) {
        return cut.partitions().keySet().stream().map(partition -> new TopicPartition(topic, partition)).toList();
    }

    /** @return why the topics cannot tell the whole sale; empty when they can */
    List<String> missing() {
        var missing = new ArrayList<String>();
        cut.partitions().forEach((partition, position) -> {
            if (position.generation() > 1) {
                missing.add("partition " + partition + " is in generation " + position.generation()
                        + " of its log: what was decided from the logs before is not there");
            }
        });
        for (var topic : List.of(Topics.COMMANDS, Topics.OUTCOMES)) {
            consumer.beginningOffsets(partitions(topic)).forEach((partition, begin) -> {
                if (begin > 0) {
                    missing.add(partition + " begins at " + begin + ": what was before is past its retention");
                }
            });
        }
        return missing;
    }

    void write(HistoryWriter writer) throws IOException {
        var commands = partitions(Topics.COMMANDS);
        commandsRead = consumer.endOffsets(commands);
        read("reading commands", commands, commandsRead, record -> command(record, writer));
        var outcomes = partitions(Topics.OUTCOMES);
        read("reading outcomes", outcomes, consumer.endOffsets(outcomes), record -> {
            var outcome = outcome(record.value(), record.toString());
            outcome(record.partition(), record.offset(), outcome, Instant.ofEpochMilli(record.timestamp()), writer);
        });
        for (var partition : cut.partitions().entrySet()) {
            for (var stored : partition.getValue().stored()) {
                if (stored.target() == Publication.Target.OUTCOMES) {
                    outcome(partition.getKey(), -1, outcome(stored.value(), "stored"), null, writer);
                }
            }
        }
    }

    private void command(ConsumerRecord<byte[], byte[]> record, HistoryWriter writer) throws IOException {
        int partition = record.partition();
        var position = Objects.requireNonNull(cut.partitions().get(partition));
        long version = Version.of(position.generation(), record.offset());
        var at = Instant.ofEpochMilli(record.timestamp());
        var command = command(record);
        boolean ours = command != null && cut.subsections().containsKey(command.subsectionId());
        if (!position.decided(version)) {
            later |= ours;
            return;
        }
        boolean uses = command instanceof Command.OfBooking of && cut.foreignReused().contains(of.bookingId());
        reused += ours && uses ? 1 : 0;
        foreign += command != null && !ours ? 1 : 0;
        if (command == null || !ours || uses) {
            writer.write(new HistoryRecord.Unreadable(partition, version, at));
        } else {
            writer.write(new HistoryRecord.Commanded(partition, version, at, command));
        }
        if (command == null || ours && !uses) {
            kept.computeIfAbsent(partition, _ -> new BitSet()).set(Math.toIntExact(record.offset()));
        }
    }

    /** @return null for poison */
    private static @Nullable Command command(ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        try {
            return record.value() == null ? null : CommandCodec.decode(record.value());
        } catch (MalformedMessageException poison) {
            return null;
        } catch (FutureMessageException future) {
            throw new IOException("a command of a newer release at " + record.topic() + "-" + record.partition()
                    + " offset " + record.offset(), future);
        }
    }

    private static Outcome outcome(byte[] value, String where) throws IOException {
        try {
            return OutcomeCodec.decode(value);
        } catch (MalformedMessageException | FutureMessageException unreadable) {
            throw new IOException("no readable outcome: " + where, unreadable);
        }
    }

    private void outcome(int partition, long offset, Outcome outcome, @Nullable Instant at,
            HistoryWriter writer) throws IOException {
        var position = cut.partitions().get(partition);
        boolean foreignId = switch (outcome) {
            case Outcome.CommandRefused refused -> cut.foreignReused().contains(refused.bookingId());
            case Outcome.OfBooking of -> cut.foreignReused().contains(of.booking().id());
            case Outcome.OfSubsection _ -> false;
        };
        if (position != null && position.decided(outcome.version()) && !foreignId
                && cut.subsections().containsKey(outcome.subsectionId())) {
            writer.write(new HistoryRecord.Decided(partition, offset, outcome, at));
        }
    }

    @FunctionalInterface
    private interface Reading {
        void read(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    private void read(String stage, List<TopicPartition> partitions, Map<TopicPartition, Long> ends, Reading to)
            throws IOException {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        follow(stage, partitions, ends, to);
    }

    private void follow(String stage, List<TopicPartition> partitions, Map<TopicPartition, Long> ends, Reading to)
            throws IOException {
        long begun = partitions.stream().mapToLong(consumer::position).sum();
        long total = ends.values().stream().mapToLong(Long::longValue).sum() - begun;
        long done = 0;
        long heard = System.nanoTime();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            var polled = consumer.poll(POLL);
            if (!polled.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                throw new IOException("Kafka has not answered for " + SILENCE.toSeconds() + " s");
            }
            for (var record : polled) {
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    to.read(record);
                    done++;
                }
            }
            progress.at(stage, done, total);
        }
    }

    /**
     * Whether no command of the event came after the cut, up to now. Looks at what was appended since it was asked last.
     */
    boolean isQuiet() throws IOException {
        var commands = partitions(Topics.COMMANDS);
        var ends = consumer.endOffsets(commands);
        consumer.assign(commands);
        commandsRead.forEach(consumer::seek);
        follow("looking for later commands", commands, ends, record -> {
            var command = command(record);
            later |= command != null && cut.subsections().containsKey(command.subsectionId());
        });
        commandsRead = ends;
        return !later;
    }

    /** Whether the command at a version is the event's, or poison. */
    boolean isKept(int partition, long version) {
        var bits = kept.get(partition);
        return bits != null && bits.get(Math.toIntExact(Version.offset(version)));
    }

    /** Commands of other events in these partitions. */
    long foreign() {
        return foreign;
    }

    /** Commands of the event that name another event's booking. */
    long reused() {
        return reused;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
