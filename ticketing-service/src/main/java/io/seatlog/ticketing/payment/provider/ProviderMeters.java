package io.seatlog.ticketing.payment.provider;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;

/** What is told of the provider. Labels are operations, results and states only, so their number is fixed. */
final class ProviderMeters {
    private final MeterRegistry registry;

    ProviderMeters(CircuitBreaker circuit, Bulkhead bulkhead, MeterRegistry registry) {
        this.registry = registry;
        for (var state : List.of(State.CLOSED, State.HALF_OPEN, State.OPEN, State.FORCED_OPEN)) {
            Gauge.builder("seatlog.payment.provider.circuit", circuit, one -> one.getState() == state ? 1 : 0)
                    .tag("state", label(state)).description("1 for the state that the circuit to the provider is in")
                    .register(registry);
        }
        Gauge.builder("seatlog.payment.provider.failures", circuit, one -> one.getMetrics().getFailureRate())
                .baseUnit("percent").description("Of the last calls to the provider without an answer; -1 for too few")
                .register(registry);
        Gauge.builder("seatlog.payment.provider.underway", bulkhead, ProviderMeters::underway)
                .description("Calls to the provider that wait for an answer").register(registry);
    }

    private static int underway(Bulkhead bulkhead) {
        var metrics = bulkhead.getMetrics();
        return metrics.getMaxAllowedConcurrentCalls() - metrics.getAvailableConcurrentCalls();
    }

    Timed start() {
        return new Timed(Timer.start(registry));
    }

    /** One call under way. */
    final class Timed {
        private final Timer.Sample sample;

        private Timed(Timer.Sample sample) {
            this.sample = sample;
        }

        void end(String operation, Standing.Status status) {
            stop(operation, label(status));
        }

        /** The provider was not asked. */
        void kept(String operation) {
            stop(operation, "kept");
        }

        void unanswered(String operation) {
            stop(operation, "unanswered");
        }

        private void stop(String operation, String result) {
            sample.stop(Timer.builder("seatlog.payment.provider.calls").tag("operation", operation)
                    .tag("result", result)
                    .description("Calls to the payment provider, by how the payment stood afterwards; kept: not sent, "
                            + "unanswered: without a certain answer")
                    .register(registry));
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
