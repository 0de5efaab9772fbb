package io.seatlog.ticketing.log;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.tracing.Traces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Puts commands on the log and answers when the broker has acknowledged them. Called on event loops, so it must not
 * block: metadata is kept warm by a thread of its own, and requests are capped well before the producer's buffer is
 * full. What fails before it was sent is a 503; what fails afterwards may be on the log, and says so.
 */
@Component
public final class CommandLog implements AutoCloseable {
    static final int MAX_IN_FLIGHT = 20_000;
    private static final long MAX_IN_FLIGHT_BYTES = 8L << 20;
    private static final int ATTEMPTS = 40;
    private static final Duration METADATA_INTERVAL = Duration.ofSeconds(5);
    private final IntFunction<Mono<Position>> grants;
    private final Producer<byte[], byte[]> producer;
    private final Loop metadata;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong inFlightBytes = new AtomicLong();
    private volatile boolean ready;

    @Autowired
    CommandLog(LogIdentity identity, CommandProducer producer) {
        this(identity::granted, producer.create());
    }

    /** @param grants how far a partition is decided; fails when nothing must be accepted for it */
    CommandLog(IntFunction<Mono<Position>> grants, Producer<byte[], byte[]> producer) {
        this.grants = grants;
        this.producer = producer;
        // A topic that is not asked for is forgotten by the producer, and then the next send would wait for it.
        metadata = Loop.start("log-metadata", METADATA_INTERVAL, this::keepWarm);
    }

    /** Asking may block no longer than an event loop's send, which is short for a producer that has no connection yet. */
    private void keepWarm() {
        int attempt = 1;
        while (!asked(attempt)) {
            attempt++;
        }
    }

    private boolean asked(int attempt) {
        try {
            producer.partitionsFor(Topics.COMMANDS);
            ready = true;
            return true;
        } catch (TimeoutException notYet) {
            if (attempt == ATTEMPTS) {
                throw notYet;
            }
            return false;
        }
    }

    /** Whether the producer has known the topic once. */
    public boolean isReady() {
        return ready;
    }

    /** Requests that wait for the broker. */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * Completes on a parallel scheduler, never on the producer's own thread.
     *
     * @param partition the one stored with the subsection
     */
    public Mono<Appended> append(int partition, SubsectionKey key, Command command) {
        return Mono.deferContextual(subscription -> {
            var record = record(partition, key, command);
            TraceParent.of(Traces.of(subscription))
                    .ifPresent(parent -> record.headers().add(TraceParent.HEADER, parent));
            return grants.apply(partition).flatMap(granted -> append(granted, record));
        }).publishOn(Schedulers.parallel());
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, SubsectionKey key, Command command) {
        return new ProducerRecord<>(Topics.COMMANDS, partition, key.toString().getBytes(StandardCharsets.US_ASCII),
                CommandCodec.encode(command));
    }

    private Mono<Appended> append(Position granted, ProducerRecord<byte[], byte[]> record) {
        return Mono.create(sink -> {
            int bytes = record.value().length;
            reserve(bytes);
            new Sending(sink, granted, bytes).start(record);
        });
    }

    private void reserve(int bytes) {
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT | inFlightBytes.addAndGet(bytes) > MAX_IN_FLIGHT_BYTES) {
            release(bytes);
            throw ProblemException
                    .of(ProblemType.OVERLOADED, "Nothing was accepted: too many requests wait for the log.")
                    .retryAfter(Duration.ofSeconds(1));
        }
    }

    private void release(int bytes) {
        inFlight.decrementAndGet();
        inFlightBytes.addAndGet(-bytes);
    }

    /** One record on its way. The producer reports what it never took before {@code send} returns, on the same thread. */
    private final class Sending {
        private final MonoSink<Appended> sink;
        private final Position granted;
        private final int bytes;
        private final Thread sender = Thread.currentThread();
        private volatile boolean left;

        Sending(MonoSink<Appended> sink, Position granted, int bytes) {
            this.sink = sink;
            this.granted = granted;
            this.bytes = bytes;
        }

        void start(ProducerRecord<byte[], byte[]> record) {
            try {
                producer.send(record, this::acknowledged);
                left = true;
            } catch (KafkaException | IllegalStateException notTaken) {
                acknowledged(null, notTaken);
            }
        }

        void acknowledged(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            release(bytes);
            if (failure == null && metadata != null && !granted.awaits(metadata.offset())) {
                sink.error(ProblemException.of(ProblemType.LOG_UNAVAILABLE,
                        "Nothing was accepted: the log no longer has what was decided from it.")
                        .retryAfter(Duration.ofSeconds(2)));
            } else if (failure == null && metadata != null) {
                sink.success(new Appended(metadata.partition(), granted.generation(), metadata.offset()));
            } else if (!left && Thread.currentThread() == sender) {
                sink.error(
                        ProblemException.of(ProblemType.LOG_UNAVAILABLE, "Nothing was accepted: the log takes nothing.")
                                .retryAfter(Duration.ofSeconds(1)));
            } else {
                sink.error(ProblemException.of(ProblemType.ACCEPTANCE_UNKNOWN,
                        "The request may have been accepted; repeat it with this id.")
                        .retryAfter(Duration.ofSeconds(1)));
            }
        }
    }

    @Override
    public void close() {
        metadata.close();
        producer.close(Duration.ofSeconds(10));
    }
}
