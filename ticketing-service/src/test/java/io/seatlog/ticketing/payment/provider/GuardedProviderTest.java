package io.seatlog.ticketing.payment.provider;

import static io.seatlog.ticketing.payment.provider.PaymentProviderContract.CARD;
import static io.seatlog.ticketing.payment.provider.PaymentProviderContract.assertUnavailable;
import static io.seatlog.ticketing.payment.provider.PaymentProviderContract.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GuardedProviderTest {
    private static final GuardSettings SETTINGS = new GuardSettings(4, 4, 50, Duration.ofMillis(200), 75,
            Duration.ofSeconds(2), 2, 2);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Scripted scripted = new Scripted();
    private final GuardedProvider guarded = new GuardedProvider(scripted, SETTINGS, registry);

    @Test
    void shouldOpenWhenTheProviderDoesNotAnswerAndLetNoCallThrough() {
        scripted.next = GuardedProviderTest::unavailable;
        repeat(4, () -> assertUnavailable(() -> guarded.authorize(order(CARD))));

        assertThat(guarded.isOpen()).isTrue();
        assertUnavailable(() -> guarded.capture(order(CARD)));
        assertThat(scripted.calls).hasValue(4);
        assertThat(calls("authorize", "unanswered")).isEqualTo(4);
        assertThat(calls("capture", "kept")).isEqualTo(1);
        assertThat(circuit("open")).isEqualTo(1);
        assertThat(circuit("closed")).isZero();
    }

    @Test
    void shouldNotTakeADeclineForAFailure() {
        scripted.next = () -> Standing.of(Status.DECLINED, "r");
        repeat(20, () -> assertThat(guarded.authorize(order(CARD)).status()).isEqualTo(Status.DECLINED));

        assertThat(guarded.isOpen()).isFalse();
        assertThat(calls("authorize", "declined")).isEqualTo(20);
    }

    @Test
    void shouldBecomeHalfOpenByItselfAndCloseWhenAskingIsAnswered() {
        scripted.next = GuardedProviderTest::unavailable;
        repeat(4, () -> assertUnavailable(() -> guarded.authorize(order(CARD))));
        await().atMost(Duration.ofSeconds(20)).until(() -> !guarded.isOpen());
        assertThat(circuit("half_open")).isEqualTo(1);

        scripted.next = () -> Standing.of(Status.AUTHORIZED, "r");
        repeat(2, () -> assertThat(guarded.ask(order(CARD)).status()).isEqualTo(Status.AUTHORIZED));
        assertThat(circuit("closed")).isEqualTo(1);
    }

    @Test
    void shouldOpenAgainWhenAskingIsNotAnswered() {
        scripted.next = GuardedProviderTest::unavailable;
        repeat(4, () -> assertUnavailable(() -> guarded.authorize(order(CARD))));
        await().atMost(Duration.ofSeconds(20)).until(() -> !guarded.isOpen());

        repeat(2, () -> assertUnavailable(() -> guarded.ask(order(CARD))));
        assertThat(guarded.isOpen()).isTrue();
    }

    @Test
    void shouldOpenWhenAnswersAreSlow() {
        scripted.next = () -> {
            pause(new CountDownLatch(1), Duration.ofMillis(250));
            return Standing.of(Status.AUTHORIZED, "r");
        };
        repeat(4, () -> guarded.ask(order(CARD)));

        assertThat(guarded.isOpen()).isTrue();
    }

    @Test
    void shouldRefuseMoreCallsThanThreadsWithoutWaiting() throws Exception {
        var inside = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        scripted.next = () -> {
            inside.countDown();
            pause(release, Duration.ofSeconds(10));
            return Standing.of(Status.AUTHORIZED, "r");
        };
        try (var executor = Executors.newFixedThreadPool(2)) {
            var first = executor.submit(() -> guarded.ask(order(CARD)));
            var second = executor.submit(() -> guarded.ask(order(CARD)));
            inside.await();

            assertUnavailable(() -> guarded.ask(order(CARD)));
            assertThat(registry.get("seatlog.payment.provider.underway").gauge().value()).isEqualTo(2);
            release.countDown();
            assertThat(first.get().status()).isEqualTo(Status.AUTHORIZED);
            assertThat(second.get().status()).isEqualTo(Status.AUTHORIZED);
        }
        assertThat(calls("ask", "kept")).isEqualTo(1);
        assertThat(scripted.calls).hasValue(2);
    }

    @Test
    void shouldBeOpenForEverWithoutAProvider() {
        var none = GuardedProvider.none(new SimpleMeterRegistry());

        assertThat(none.isOpen()).isTrue();
        assertUnavailable(() -> none.authorize(order(CARD)));
        assertThatThrownBy(() -> none.webhook(new byte[0], "")).isInstanceOf(WebhookRejectedException.class);
    }

    private long calls(String operation, String result) {
        return registry.get("seatlog.payment.provider.calls").tag("operation", operation).tag("result", result).timer()
                .count();
    }

    private double circuit(String state) {
        return registry.get("seatlog.payment.provider.circuit").tag("state", state).gauge().value();
    }

    private static void repeat(int times, Runnable call) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    private static Standing unavailable() {
        throw new ProviderUnavailableException("scripted", null);
    }

    private static void pause(CountDownLatch until, Duration atMost) {
        try {
            boolean released = until.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(released || atMost.toSeconds() == 0).isTrue();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers as the test says. */
    private static final class Scripted implements PaymentProvider {
        private final AtomicInteger calls = new AtomicInteger();
        private volatile Supplier<Standing> next = () -> Standing.of(Status.NONE, null);

        private Standing answer() {
            calls.incrementAndGet();
            return next.get();
        }

        @Override
        public Standing authorize(Order order) {
            return answer();
        }

        @Override
        public Standing ask(Order order) {
            return answer();
        }

        @Override
        public Standing capture(Order order) {
            return answer();
        }

        @Override
        public Standing release(Order order) {
            return answer();
        }

        @Override
        public Standing refund(Order order) {
            return answer();
        }

        @Override
        public Optional<UUID> webhook(byte[] body, String signature) {
            return Optional.empty();
        }

        @Override
        public String signatureHeader() {
            return "Scripted";
        }
    }
}
