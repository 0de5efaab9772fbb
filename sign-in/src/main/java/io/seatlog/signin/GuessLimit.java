package io.seatlog.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * How often one account's password may be guessed wrong: {@value #MAX_FAILURES} times within a minute, after which nothing
 * is checked until the oldest of them is a minute ago. Guesses that are not checked don't count, so that whoever keeps
 * knocking locks nobody out for longer. One guess at a time, so that many at once are not all checked before the first
 * one counts. Thread-safe.
 */
final class GuessLimit {
    static final int MAX_FAILURES = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private final InstantSource clock;
    private final ArrayDeque<Long> failures = new ArrayDeque<>(MAX_FAILURES);

    GuessLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the guess was checked and is right. */
    synchronized boolean isRight(BooleanSupplier check) {
        long now = clock.millis();
        while (!failures.isEmpty() && failures.getFirst() <= now - WINDOW.toMillis()) {
            failures.removeFirst();
        }
        if (failures.size() >= MAX_FAILURES) {
            return false;
        }
        if (!check.getAsBoolean()) {
            failures.addLast(now);
            return false;
        }
        failures.clear();
        return true;
    }
}
