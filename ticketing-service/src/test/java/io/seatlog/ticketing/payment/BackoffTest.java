package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Random random = new Random(1);

    @Test
    void shouldDoubleFromASecondHalfMoreOrLess() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Backoff.after(1, random)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
            assertThat(Backoff.after(4, random)).isBetween(Duration.ofMillis(4_000), Duration.ofMillis(12_000));
        }
    }

    @Test
    void shouldNeverBeLongerThanHalfAMinute() {
        for (int attempts = 7; attempts < 100; attempts++) {
            assertThat(Backoff.after(attempts, random)).isEqualTo(Duration.ofSeconds(30));
        }
        assertThat(Backoff.after(Short.MAX_VALUE, random)).isEqualTo(Duration.ofSeconds(30));
    }
}
