package io.seatlog.ticketing.blocking;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Turns many single look-ups into few: while a query is under way whoever asks next waits for the next one, so queries
 * grow with the load instead of their number. Bounded; beyond that 503.
 */
public final class Coalescer<K, V> {
    static final int MAX_BATCH = 1000;
    private static final int MAX_FLIGHTS = 2;
    private static final int MAX_WAITING = 20_000;
    private final BlockingCalls calls;
    private final Function<Set<K>, Map<K, V>> load;
    private final ConcurrentLinkedQueue<Waiting<K, V>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger flights = new AtomicInteger();

    private record Waiting<K, V>(K key, MonoSink<Optional<V>> sink) {}

    /** @param load blocks; a key without an entry has no value */
    public Coalescer(BlockingCalls calls, Function<Set<K>, Map<K, V>> load) {
        this.calls = calls;
        this.load = load;
    }

    public Mono<Optional<V>> get(K key) {
        return Mono.create(sink -> {
            if (waiting.incrementAndGet() > MAX_WAITING) {
                waiting.decrementAndGet();
                sink.error(overloaded());
                return;
            }
            queue.add(new Waiting<>(key, sink));
            takeOff();
        });
    }

    private void takeOff() {
        int flying = flights.get();
        while (flying < MAX_FLIGHTS && !flights.compareAndSet(flying, flying + 1)) {
            flying = flights.get();
        }
        if (flying >= MAX_FLIGHTS) {
            return;
        }
        try {
            calls.execute(this::fly);
        } catch (RejectedExecutionException full) {
            flights.decrementAndGet();
            drain().forEach(one -> one.sink().error(overloaded()));
        }
    }

    private void fly() {
        try {
            for (var batch = drain(); !batch.isEmpty(); batch = drain()) {
                answer(batch);
            }
        } finally {
            flights.decrementAndGet();
        }
        // Somebody may have come between the last look and the landing.
        if (!queue.isEmpty()) {
            takeOff();
        }
    }

    private void answer(List<Waiting<K, V>> batch) {
        var keys = new LinkedHashSet<K>();
        batch.forEach(one -> keys.add(one.key()));
        try {
            var found = load.apply(keys);
            batch.forEach(one -> one.sink().success(Optional.ofNullable(found.get(one.key()))));
        } catch (Throwable failure) {
            batch.forEach(one -> one.sink().error(failure));
        }
    }

    private List<Waiting<K, V>> drain() {
        var batch = new ArrayList<Waiting<K, V>>();
        while (batch.size() < MAX_BATCH) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        waiting.addAndGet(-batch.size());
        return batch;
    }

    private static ProblemException overloaded() {
        return ProblemException.of(ProblemType.OVERLOADED, "Too many look-ups wait.").retryAfter(Duration.ofSeconds(1));
    }
}
