package io.seatlog.embedded.provider;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about what happens by itself. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Eventually() {}

    /** Returns as soon as the assertion holds; at the deadline, throws what it says. */
    static void eventually(ThrowingCallable assertion) throws Throwable {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                assertion.call();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }
}
