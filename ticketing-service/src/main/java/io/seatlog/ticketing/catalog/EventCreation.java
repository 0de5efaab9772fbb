package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.log.LogIdentity;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Creates an event: rows first, then its openings on the log, and only then the answer. */
@Component
final class EventCreation {
    private final EventStore store;
    private final EventReader reader;
    private final Openings openings;
    private final LogIdentity log;
    private final BlockingCalls postgres;
    private final JsonMapper json;

    EventCreation(EventStore store, EventReader reader, Openings openings, LogIdentity log, BlockingCalls postgres,
            JsonMapper json) {
        this.store = store;
        this.reader = reader;
        this.openings = openings;
        this.log = log;
        this.postgres = postgres;
        this.json = json;
    }

    /** @param organizer who makes it */
    Mono<Event> create(EventRequest request, String organizer, HttpHeaders headers) {
        var event = request.validated();
        var key = IdempotencyKey.of(headers);
        var hash = hash(request);
        return log.whollyGranted().flatMap(granted -> {
            if (!granted) {
                return Mono.error(ProblemException.of(ProblemType.LOG_UNAVAILABLE,
                        "Nothing was created: not every part of the log has an owner."));
            }
            return postgres.call(() -> store.create(organizer, event, key, hash, log.partitions()));
        }).flatMap(made -> {
            if (!made.contentHash().equals(hash)) {
                return Mono.error(ProblemException.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "This key made event " + made.id() + " from another request."));
            }
            return finished(made).onErrorMap(ProblemException.class, failure -> failure.with("id", made.id()));
        });
    }

    private Mono<Event> finished(EventStore.Existing made) {
        return postgres.call(() -> reader.anyById(made.id()))
                .flatMap(event -> made.visible() || event.draft()
                        ? Mono.just(event)
                        : openings.send(event).thenReturn(event));
    }

    private UUID hash(EventRequest request) {
        try {
            var digest = ByteBuffer
                    .wrap(MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(request)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
