package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.identity.Buyers;
import io.seatlog.ticketing.log.LogIdentity;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
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
    private final Buyers buyers;
    private final BlockingCalls postgres;

    EventLifecycle(EventChanges changes, EventReader reader, Openings openings, Catalogue catalogue, LogIdentity log,
            Buyers buyers, BlockingCalls postgres) {
        this.changes = changes;
        this.reader = reader;
        this.openings = openings;
        this.catalogue = catalogue;
        this.log = log;
        this.buyers = buyers;
        this.postgres = postgres;
    }

    Mono<Event> change(UUID id, EventPatch patch, HttpHeaders headers) {
        var organizer = buyers.required(headers);
        return apply(id, organizer, patch.validated()::apply);
    }

    Mono<Event> move(UUID id, Move move, HttpHeaders headers) {
        return apply(id, buyers.required(headers), move::apply);
    }

    /** Whatever became of it, and though it may not be visible. Completes empty unless it is the organizer's own. */
    Mono<Event> own(UUID id, String organizer) {
        return postgres.call(() -> Optional.ofNullable(reader.anyById(id))).flatMap(Mono::justOrEmpty)
                .filter(event -> event.organizer().equals(organizer));
    }

    private Mono<Event> apply(UUID id, String organizer, EventChanges.Rule rule) {
        return log.whollyGranted()
                .flatMap(granted -> postgres.call(() -> changes.change(id, organizer, (event, now) -> {
                    var next = rule.apply(event, now);
                    if (next.concernsTheLog(Edition.of(event)) && !granted) {
                        throw EventProblems.logUnavailable();
                    }
                    return next;
                }))).flatMap(event -> event.isOpening()
                        ? sent(event).then(Mono.defer(() -> apply(id, organizer, rule)))
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
