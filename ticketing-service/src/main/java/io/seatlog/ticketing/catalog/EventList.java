package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Pages of events, newest first: of those that everybody sees, or of all that somebody runs. */
@Component
final class EventList {
    private static final int PAGE = 50;
    private final EventStore store;
    private final EventReader reader;
    private final Catalogue catalogue;
    private final FreeSeats freeSeats;
    private final BlockingCalls postgres;
    private final Clock clock;

    EventList(EventStore store, EventReader reader, Catalogue catalogue, FreeSeats freeSeats, BlockingCalls postgres,
            Clock clock) {
        this.store = store;
        this.reader = reader;
        this.catalogue = catalogue;
        this.freeSeats = freeSeats;
        this.postgres = postgres;
        this.clock = clock;
    }

    /** @param after the last one of the page before */
    Mono<EventPage> visible(@Nullable String words, @Nullable UUID after) {
        return postgres.call(() -> store.list(words, after, PAGE + 1)).flatMap(ids -> page(ids, catalogue::events));
    }

    /** With drafts, which the catalogue does not know. An operator runs every event. */
    Mono<EventPage> runBy(Caller caller, @Nullable String words, @Nullable UUID after) {
        return postgres.call(() -> caller.is(Role.OPERATOR)
                ? store.listAll(words, after, PAGE + 1)
                : store.listOf(caller.id(), words, after, PAGE + 1)).flatMap(ids -> page(ids, this::any));
    }

    private Mono<EventPage> page(List<UUID> ids, Function<List<UUID>, Mono<List<Event>>> read) {
        boolean more = ids.size() > PAGE;
        var shown = more ? ids.subList(0, PAGE) : ids;
        return read.apply(shown).flatMap(
                events -> freeSeats.free(events.stream().flatMap(Event::subsections).toList())
                        .map(free -> new EventPage(
                                events.stream().map(event -> EventPage.Item.of(event, free, Instant.now(clock)))
                                        .toList(),
                                more ? shown.getLast() : null)));
    }

    private Mono<List<Event>> any(List<UUID> ids) {
        return postgres.call(() -> reader.anyByIds(ids))
                .map(found -> ids.stream().map(found::get).filter(Objects::nonNull).toList());
    }
}
