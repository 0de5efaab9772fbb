package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import io.seatlog.ticketing.log.LogIdentity;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Changes an event for its organizer: the row first, then the log, and only then the answer. A crash between the two is
 * finished by the sweep of {@link Openings}; a repeated request waits for what is not acknowledged yet.
 */
@Component
final class EventLifecycle {
    private final EventChanges changes;
    private final EventReader reader;
    private final Openings openings;
    private final Catalogue catalogue;
    private final LogIdentity log;
    private final BlockingCalls postgres;

    EventLifecycle(EventChanges changes, EventReader reader, Openings openings, Catalogue catalogue, LogIdentity log,
            BlockingCalls postgres) {
        this.changes = changes;
        this.reader = reader;
        this.openings = openings;
        this.catalogue = catalogue;
        this.log = log;
        this.postgres = postgres;
    }

    Mono<Event> change(UUID id, EventPatch patch, Caller caller) {
        return apply(id, caller, patch.validated()::apply);
    }

    Mono<Event> move(UUID id, Move move, Caller caller) {
        return apply(id, caller, move::apply);
    }

    /** Though it may not be visible to others, whatever became of it. Completes empty for who does not run it. */
    Mono<Event> visibleTo(UUID id, Caller caller) {
        return caller.is(Role.ORGANIZER) || caller.is(Role.OPERATOR)
                ? postgres.call(() -> Optional.ofNullable(reader.anyRunBy(caller, id))).flatMap(Mono::justOrEmpty)
                : Mono.empty();
    }

    private Mono<Event> apply(UUID id, Caller caller, EventChanges.Rule rule) {
        return log.whollyGranted()
                .flatMap(granted -> postgres.call(() -> changes.change(id, caller, (event, now) -> {
                    var next = rule.apply(event, now);
                    if (next.concernsTheLog(Edition.of(event)) && !granted) {
                        throw EventProblems.logUnavailable();
                    }
                    return next;
                }))).flatMap(event -> event.isOpening()
                        ? sent(event).then(Mono.defer(() -> apply(id, caller, rule)))
                        : sent(event));
    }

    private Mono<Event> sent(Event event) {
        catalogue.forget(event.id());
        if (event.isSent()) {
            return Mono.just(event);
        }
        return openings.send(event).doOnTerminate(() -> catalogue.forget(event.id()))
                .onErrorMap(_ -> EventProblems.notAcknowledged(event.id())).thenReturn(event);
    }
}
