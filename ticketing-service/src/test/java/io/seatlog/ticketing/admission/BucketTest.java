package io.seatlog.ticketing.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Five a second, thirty at once. */
class BucketTest {
    private static final long SECOND = 1_000_000_000;
    private static final long INTERVAL = SECOND / 5;
    private static final int SIZE = 30;
    private final long start = -7; // System.nanoTime may be anything.
    private final Bucket bucket = new Bucket(start);

    @Test
    void shouldGiveAsManyAtOnceAsItHoldsAndThenOneEachInterval() {
        for (int left = SIZE - 1; left >= 0; left--) {
            assertThat(take(0)).isEqualTo(new Bucket.Taken(left, 0));
        }
        assertThat(take(0)).isEqualTo(new Bucket.Taken(0, INTERVAL));
        assertThat(take(INTERVAL - 1)).isEqualTo(new Bucket.Taken(0, 1));
        assertThat(take(INTERVAL)).isEqualTo(new Bucket.Taken(0, 0));
        assertThat(take(INTERVAL).isGranted()).as("asking in vain costs nothing").isFalse();
        assertThat(take(2 * INTERVAL).isGranted()).isTrue();
    }

    @Test
    void shouldBeFullAgainAfterAWhileAndNeverFuller() {
        for (int i = 0; i < SIZE; i++) {
            take(0);
        }
        assertThat(take(1_000 * SECOND)).isEqualTo(new Bucket.Taken(SIZE - 1, 0));
    }

    @Test
    void shouldNeverGiveMoreThanItsRateInAnyStretch() {
        var random = new SplittableRandom(1);
        long now = 0;
        int granted = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextLong(INTERVAL / 5);
            granted += take(now).isGranted() ? 1 : 0;
        }
        assertThat(granted).isBetween((int) (now / INTERVAL), (int) (now / INTERVAL) + SIZE);
    }

    @Test
    void shouldGiveEachTokenOnceToManyThreads() throws Exception {
        var granted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 1_000; i++) {
                threads.execute(() -> granted.addAndGet(take(0).isGranted() ? 1 : 0));
            }
        }
        assertThat(granted).hasValue(SIZE);
    }

    private Bucket.Taken take(long after) {
        return bucket.take(start + after, INTERVAL, SIZE);
    }
}
