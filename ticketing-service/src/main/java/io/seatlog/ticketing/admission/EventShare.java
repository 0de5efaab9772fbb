package io.seatlog.ticketing.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * How much of one kind this instance does at once for one event: most of what it does for all together, so that an event
 * that everybody wants leaves room for the others. Thread-safe.
 */
public final class EventShare {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private final String kind;
    private final int most;
    private final KeyedLimit<UUID> going;
    private final Counter refused;

    /** @param kind in the plural, for people and for the metric */
    EventShare(String kind, int most, MeterRegistry meters) {
        this.kind = kind;
        this.most = most;
        going = new KeyedLimit<>(most);
        refused = Counter.builder("seatlog.refused.event.share")
                .description("Requests refused because too much went on for their event").tag("kind", kind)
                .register(meters);
    }

    /** Counts from the subscription until it ends, however it ends. Fails with 503 where there is no room. */
    public <T> Mono<T> within(UUID event, Mono<T> work) {
        return Mono.using(() -> enter(event), _ -> work, going::leave);
    }

    private UUID enter(UUID event) {
        if (!going.enter(event)) {
            refused.increment();
            throw ProblemException.of(ProblemType.OVERLOADED,
                    "Nothing was done: this instance has " + most + " " + kind + " of the event under way.")
                    .retryAfter(RETRY_AFTER);
        }
        return event;
    }
}
