package io.seatlog.reservation.partition;

import io.seatlog.kernel.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes through one idempotent producer, shared by all pipelines of the process. Thread-safe. */
public final class KafkaOutcomeLog implements OutcomeLog {
    private static final Logger log = LoggerFactory.getLogger(KafkaOutcomeLog.class);
    private static final int DEAD_LETTER_PARTITION = 0;
    private final Producer<byte[], byte[]> producer;

    public KafkaOutcomeLog(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public Publishing publish(Map<Integer, List<Publication>> publications) {
        var acknowledgements = new Acknowledgements(publications.values().stream().mapToInt(List::size).sum());
        publications.forEach((partition, list) -> list
                .forEach(publication -> send(record(partition, publication), acknowledgements)));
        return acknowledgements;
    }

    private void send(ProducerRecord<byte[], byte[]> record, Acknowledgements acknowledgements) {
        try {
            producer.send(record, acknowledgements);
        } catch (KafkaException | IllegalStateException failure) {
            log.debug("Not sent", failure);
            acknowledgements.failed();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, Publication publication) {
        var record = switch (publication.target()) {
            case OUTCOMES -> new ProducerRecord<byte[], byte[]>(Topics.OUTCOMES, partition, publication.key(),
                    publication.value());
            case DEAD_LETTERS -> new ProducerRecord<byte[], byte[]>(Topics.DEAD_LETTERS, DEAD_LETTER_PARTITION,
                    publication.key(), publication.value());
        };
        if (publication.subsectionId() != 0) {
            record.headers().add(Topics.SUBSECTION_HEADER,
                    ByteBuffer.allocate(Integer.BYTES).putInt(publication.subsectionId()).array());
        }
        var traceparent = publication.traceparent();
        if (traceparent != null) {
            record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
        }
        return record;
    }

    private static final class Acknowledgements implements Publishing, Callback {
        private final CountDownLatch open;
        private volatile boolean failed;

        private Acknowledgements(int count) {
            open = new CountDownLatch(count);
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null) {
                failed = true;
            }
            open.countDown();
        }

        private void failed() {
            failed = true;
            open.countDown();
        }

        @Override
        public State state() {
            if (open.getCount() > 0) {
                return State.UNDER_WAY;
            }
            return failed ? State.FAILED : State.ACKNOWLEDGED;
        }

        @Override
        public void await(Duration atMost) {
            try {
                if (!open.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                    log.trace("Still waiting for {} acknowledgements", open.getCount());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
