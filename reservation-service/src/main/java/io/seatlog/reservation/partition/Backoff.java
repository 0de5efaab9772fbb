package io.seatlog.reservation.partition;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Waits after failures: 100 ms doubling to 3 s, each between half and all of it, so that instances do not march in step. */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 3_000;
    private static final int DOUBLINGS = 5;
    private final RandomGenerator random;
    private int failures;
    private Instant until = Instant.MIN;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void failed(Instant now) {
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, DOUBLINGS));
        failures = Math.min(failures + 1, DOUBLINGS + 1);
        until = now.plusMillis(random.nextLong(most / 2, most + 1));
    }

    void rest(Instant now, Duration atLeast) {
        until = now.plus(atLeast).plusMillis(random.nextLong(atLeast.toMillis() / 2 + 1));
    }

    void succeeded() {
        failures = 0;
        until = Instant.MIN;
    }

    boolean over(Instant now) {
        return !now.isBefore(until);
    }

    Duration remaining(Instant now) {
        return over(now) ? Duration.ZERO : Duration.between(now, until);
    }

    int failures() {
        return failures;
    }
}
