package io.seatlog.localstack.load;

import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.kernel.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads every outcome from the moment it was started, repeats included: the first one of an id tells when it was
 * decided, by the broker's clock. Safe on any thread.
 */
public final class OutcomeTape implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private final Map<UUID, Long> decidedAtMillis = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> partitions = new ConcurrentHashMap<>();
    private final Map<UUID, Map<Long, Outcome>> outcomes = new ConcurrentHashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closing;

    public OutcomeTape(Target target) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, target.kafka(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topics.OUTCOMES).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().name("outcome-tape").daemon().start(this::read);
    }

    private void read() {
        while (!closing) {
            for (var record : consumer.poll(POLL)) {
                add(OutcomeCodec.decode(record.value()), record.partition(), record.timestamp());
            }
        }
        consumer.close();
    }

    private void add(Outcome outcome, int partition, long appendedAtMillis) {
        var id = switch (outcome) {
            case Outcome.OfSubsection _ -> null;
            case Outcome.OfBooking ofBooking -> ofBooking.booking().id();
            case Outcome.CommandRefused refused -> refused.bookingId();
        };
        if (id == null) {
            return;
        }
        partitions.put(id, partition);
        decidedAtMillis.putIfAbsent(id, appendedAtMillis);
        var former = outcomes.computeIfAbsent(id, _ -> new ConcurrentHashMap<>()).putIfAbsent(outcome.version(),
                outcome);
        if (former != null && !former.equals(outcome)) {
            synchronized (contradictions) {
                contradictions.add("one command, two outcomes: " + former + " and " + outcome);
            }
        }
    }

    /** @return how many of the ids have an outcome */
    public long decided(Iterable<UUID> ids) {
        long decided = 0;
        for (var id : ids) {
            decided += decidedAtMillis.containsKey(id) ? 1 : 0;
        }
        return decided;
    }

    /** @return the broker's clock at the first outcome of the id, or -1 */
    long decidedAtMillis(UUID id) {
        return decidedAtMillis.getOrDefault(id, -1L);
    }

    /** @return where the id's command was decided, or -1 */
    int partition(UUID id) {
        return partitions.getOrDefault(id, -1);
    }

    /** @return the outcomes of an id, one a version */
    public List<Outcome> outcomes(UUID id) {
        return List.copyOf(outcomes.getOrDefault(id, Map.of()).values());
    }

    List<String> contradictions() {
        synchronized (contradictions) {
            return List.copyOf(contradictions);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
