package io.seatlog.ticketing.updates;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.kernel.wire.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads every partition of {@code booking-outcomes} from its end, on a thread of its own and in no group. One session
 * holds one consumer; whatever ends it (a fault, another topic under the name) is followed by the next, after a backoff,
 * and every position that was not carried on is a gap that the router is told of. Ready once the position of every
 * partition has been known: from then on rereading keeps streams right whatever happens here.
 */
final class OutcomeReader implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(5);
    private static final int BACKOFF_MIN_MILLIS = 100;
    private static final int BACKOFF_MAX_MILLIS = 5000;
    private static final long STOP_MILLIS = 5000;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final OutcomeTopic topic;
    private final OutcomeRouter router;
    private final Counter gaps;
    private volatile boolean known;
    private volatile @Nullable Run run;

    OutcomeReader(ConsumerFactory<byte[], byte[]> consumers, OutcomeTopic topic, OutcomeRouter router,
            MeterRegistry meters) {
        this.consumers = consumers;
        this.topic = topic;
        this.router = router;
        gaps = Counter.builder("seatlog.outcomes.gaps").description("Times that outcomes may have been missed")
                .register(meters);
    }

    /** @return whether the position of every partition has been known */
    boolean isKnown() {
        return known;
    }

    /** From {@link #start} to {@link #stop}. */
    private final class Run implements Runnable {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Thread thread = Thread.ofPlatform().daemon().name("outcomes").unstarted(this);
        private volatile @Nullable Consumer<byte[], byte[]> current;
        private int failures;

        private boolean isStopped() {
            return stopped.getCount() == 0;
        }

        @Override
        public void run() {
            try (topic) {
                while (!isStopped()) {
                    session();
                    backOff();
                }
            } catch (InterruptedException | InterruptException end) {
                Thread.currentThread().interrupt();
            }
        }

        /** The one place where faults of the broker end. */
        private void session() throws InterruptedException {
            try (var consumer = consumers.createConsumer()) {
                current = consumer;
                var identity = topic.identity();
                if (identity != null) {
                    follow(consumer, identity);
                }
            } catch (WakeupException end) {
                LOG.debug("woken to stop");
            } catch (KafkaException fault) {
                if (failures == 0) {
                    LOG.warn("outcomes cannot be read and will be tried again: {}", fault.toString());
                }
            } finally {
                current = null;
            }
            failures++;
        }

        private void follow(Consumer<byte[], byte[]> consumer, OutcomeTopic.Identity identity) {
            var partitions = IntStream.range(0, identity.partitions())
                    .mapToObj(partition -> new TopicPartition(Topics.OUTCOMES, partition)).toList();
            consumer.assign(partitions);
            toEnd(consumer, partitions);
            if (failures > 0) {
                LOG.info("outcomes of {} partitions are read (topic id {})", partitions.size(), identity.id());
            }
            failures = 0;
            known = true;
            while (!isStopped() && !topic.isReplaced(identity)) {
                poll(consumer);
            }
        }

        private void poll(Consumer<byte[], byte[]> consumer) {
            try {
                consumer.poll(POLL).forEach(record -> router.record(record.partition(), record.key(),
                        subsection(record), record.value()));
            } catch (InvalidOffsetException outOfRange) {
                LOG.warn("outcomes are gone before they were read; continuing at the end: {}", outOfRange.toString());
                toEnd(consumer, outOfRange.partitions());
            }
        }

        /** A seek is lazy: only asking for the position fixes it. What was missed until then is read from the database. */
        private void toEnd(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            consumer.seekToEnd(partitions);
            partitions.forEach(partition -> consumer.position(partition, POSITION_TIMEOUT));
            gaps.increment();
            router.gap();
        }

        private void backOff() throws InterruptedException {
            int ceiling = Math.min(BACKOFF_MAX_MILLIS, BACKOFF_MIN_MILLIS << Math.min(failures, 10));
            long millis = BACKOFF_MIN_MILLIS / 2L + ThreadLocalRandom.current().nextInt(ceiling);
            if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped");
            }
        }

        private void end() {
            stopped.countDown();
            var consumer = current;
            if (consumer != null) {
                consumer.wakeup();
            }
        }
    }

    private static int subsection(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(Topics.SUBSECTION_HEADER);
        return header == null || header.value() == null || header.value().length != Integer.BYTES
                ? OutcomeRouter.NO_SUBSECTION
                : ByteBuffer.wrap(header.value()).getInt();
    }

    @Override
    public void start() {
        var next = new Run();
        run = next;
        next.thread.start();
    }

    @Override
    public void stop() {
        var ending = run;
        run = null;
        if (ending == null) {
            return;
        }
        ending.end();
        try {
            ending.thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }

    /** After the streams have ended. */
    @Override
    public int getPhase() {
        return 0;
    }
}
