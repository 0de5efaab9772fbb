package io.seatlog.ticketing.payment.provider;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;

/**
 * When a provider is left alone. Only a missing answer is a failure; a decline is an answer.
 *
 * @param window the last calls that are judged; some seconds of a busy sale, and few enough to be forgotten soon
 * @param minimumCalls fewer are not judged, so that two time-outs in a quiet hour close nothing
 * @param failurePercent of them without an answer
 * @param slowAfter an answer takes well under a second or two; at this the threads are being used up
 * @param slowPercent of them slow; higher than for failures, since slow answers are answers
 * @param open how long no call is let through; a buyer's patience is longer
 * @param halfOpenCalls then let through, whose results decide
 * @param concurrentCalls at once, further ones are refused without waiting: as many as there are payment threads
 */
record GuardSettings(int window, int minimumCalls, float failurePercent, Duration slowAfter, float slowPercent,
        Duration open, int halfOpenCalls, int concurrentCalls) {

    static GuardSettings standard(int threads) {
        return new GuardSettings(20, 10, 50, Duration.ofSeconds(5), 80, Duration.ofSeconds(5), 3, threads);
    }

    /** Half open without being asked: who asks {@code isOpen()} first would else never call, and it stayed open. */
    CircuitBreakerConfig circuit() {
        return CircuitBreakerConfig.custom().slidingWindowType(SlidingWindowType.COUNT_BASED).slidingWindowSize(window)
                .minimumNumberOfCalls(minimumCalls).failureRateThreshold(failurePercent)
                .slowCallDurationThreshold(slowAfter)
                .slowCallRateThreshold(slowPercent).waitDurationInOpenState(open)
                .permittedNumberOfCallsInHalfOpenState(halfOpenCalls).automaticTransitionFromOpenToHalfOpenEnabled(true)
                .recordExceptions(ProviderUnavailableException.class).writableStackTraceEnabled(false).build();
    }

    BulkheadConfig bulkhead() {
        return BulkheadConfig.custom().maxConcurrentCalls(concurrentCalls).maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false).build();
    }
}
