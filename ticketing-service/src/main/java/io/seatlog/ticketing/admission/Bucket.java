package io.seatlog.ticketing.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket, kept as the moment at which it will be full again (the generic cell rate algorithm): one number, no timer.
 * Thread-safe, without a lock.
 */
final class Bucket {
    private final AtomicLong fullAt;

    /** A full one. */
    Bucket(long nowNanos) {
        fullAt = new AtomicLong(nowNanos);
    }

    /** @param left tokens after this one, 0 when there was none. @param waitNanos until there is one; 0 when it was granted */
    record Taken(long left, long waitNanos) {
        boolean isGranted() {
            return waitNanos == 0;
        }
    }

    /** @param interval between two tokens, in nanoseconds. @param size tokens at most */
    Taken take(long nowNanos, long interval, int size) {
        while (true) {
            long full = fullAt.get();
            long from = full - nowNanos > 0 ? full : nowNanos;
            long wait = from - nowNanos - (size - 1) * interval;
            if (wait > 0) {
                return new Taken(0, wait);
            }
            if (fullAt.compareAndSet(full, from + interval)) {
                return new Taken(-wait / interval, 0);
            }
        }
    }
}
