package io.seatlog.embedded.provider;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that wait, on their own threads, until somebody lets them go on or their time is up. Thread-safe. */
final class HeldCalls {
    static final int LIMIT = 1_000;
    static final Duration PATIENCE = Duration.ofMinutes(5);

    enum Phase {
        BEFORE,
        AFTER
    }

    record Held(long number, Call call, Phase phase, CountDownLatch released) {}

    private final ConcurrentSkipListMap<Long, Held> held = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Semaphore places;
    private final Duration patience;

    HeldCalls(int limit, Duration patience) {
        this.places = new Semaphore(limit);
        this.patience = patience;
    }

    /** Returns when the call was released or has waited long enough; false, at once, when too many wait already. */
    boolean hold(Call call, Phase phase) throws InterruptedException {
        if (!places.tryAcquire()) {
            return false;
        }
        var waiting = new Held(numbers.incrementAndGet(), call, phase, new CountDownLatch(1));
        held.put(waiting.number(), waiting);
        try {
            var _ = waiting.released().await(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } finally {
            held.remove(waiting.number());
            places.release();
        }
    }

    List<Held> all() {
        return List.copyOf(held.values());
    }

    /** A call that does not wait any more is as good as released. */
    void release(long number) {
        Held waiting = held.remove(number);
        if (waiting != null) {
            waiting.released().countDown();
        }
    }

    void releaseAll() {
        all().forEach(waiting -> release(waiting.number()));
    }
}
