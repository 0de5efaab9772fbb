package io.seatlog.ticketing.log;

import java.time.Duration;

/** How far a reading can be relied on, by its age. */
enum Freshness {
    FRESH,
    /** Not to be relied on, but the next one can come at any moment. */
    LATE,
    /** Nobody should wait for the next one. */
    UNKNOWN;

    static final Duration READ_EVERY = Duration.ofMillis(250);
    static final Duration RELIED_ON = Duration.ofSeconds(2);
    static final Duration WAITED_FOR = Duration.ofSeconds(4);

    /** @param readAtNanos when the reading began, by {@link System#nanoTime} */
    static Freshness since(long readAtNanos) {
        return of(System.nanoTime() - readAtNanos);
    }

    static Freshness of(long ageNanos) {
        if (ageNanos <= RELIED_ON.toNanos()) {
            return FRESH;
        }
        return ageNanos <= WAITED_FOR.toNanos() ? LATE : UNKNOWN;
    }
}
