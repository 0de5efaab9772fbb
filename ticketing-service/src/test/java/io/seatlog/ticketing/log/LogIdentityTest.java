package io.seatlog.ticketing.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogIdentityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void waitsUntilALateReadingHasCome() {
        assertThat(LogIdentity.whenNotLate(() -> looks.incrementAndGet() < 4, 20, looks::get).block(PATIENCE))
                .isEqualTo(4);
    }

    @Test
    void givesUpOnAReadingThatStaysLate() {
        assertThat(LogIdentity.whenNotLate(() -> looks.incrementAndGet() > 0, 3, looks::get).block(PATIENCE))
                .isEqualTo(4);
    }

    @Test
    void aReadingIsReliedOnThenAwaitedThenGivenUp() {
        assertThat(aged(Duration.ZERO)).isEqualTo(Freshness.FRESH);
        assertThat(aged(Freshness.RELIED_ON.plusNanos(1))).isEqualTo(Freshness.LATE);
        assertThat(aged(Freshness.WAITED_FOR.plusNanos(1))).isEqualTo(Freshness.UNKNOWN);
    }

    private static Freshness aged(Duration age) {
        return Freshness.of(age.toNanos());
    }
}
