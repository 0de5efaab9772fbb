package io.seatlog.ticketing.payment;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits after calls without a certain answer: 1 s, doubling, each ± 50 % so that many do not come back at once, 30 s at most. */
final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 30_000;
    private static final int DOUBLINGS = 19;

    private Backoff() {}

    /** @param attempts in vain so far, at least one */
    static Duration after(int attempts, RandomGenerator random) {
        long middle = FIRST_MILLIS << Math.min(attempts - 1, DOUBLINGS);
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, middle / 2 + random.nextLong(middle + 1)));
    }
}
