package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldCallsTest {
    private static final Call CALL = new Call(Operation.CAPTURE, UUID.randomUUID(), null);

    @Test
    void shouldLetACallGoOnWhenItsTimeIsUp() throws Exception {
        var held = new HeldCalls(1, Duration.ofMillis(1));

        assertThat(held.hold(CALL, HeldCalls.Phase.BEFORE)).isTrue();

        assertThat(held.all()).isEmpty();
    }

    @Test
    void shouldHoldNoMoreThanItsLimit() throws Throwable {
        var held = new HeldCalls(1, Duration.ofMinutes(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> held.hold(CALL, HeldCalls.Phase.BEFORE));
            Eventually.eventually(() -> assertThat(held.all()).hasSize(1));

            assertThat(held.hold(CALL, HeldCalls.Phase.BEFORE)).isFalse();

            held.releaseAll();
            assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
            var next = threads.submit(() -> held.hold(CALL, HeldCalls.Phase.AFTER));
            Eventually.eventually(() -> assertThat(held.all()).hasSize(1));
            held.release(held.all().getFirst().number());
            assertThat(next.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
