package io.seatlog.ticketing.catalog;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.identity.Caller;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The cached view of all visible events, read on event loops. A miss reads through once however many ask; that an event
 * does not exist is believed for a second. Each second what changed is read again, so a view is stale for about a second
 * at most: that can delay a buyer, never decide, because what decides comes through the log.
 */
@Component
public final class Catalogue implements AutoCloseable {
    /** Subsections of cached events, some 150 bytes each: the least recently used events go first. */
    static final long MAX_SUBSECTIONS = 400_000;
    private static final long MAX_SUBSECTION_IDS = 400_000;
    private static final Duration ABSENCE = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(3650);
    /** Versions are drawn before their transactions commit: so many are looked at again and again. */
    private static final long OVERLAP = 1000;
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private final EventReader reader;
    private final AsyncLoadingCache<UUID, Optional<Event>> events;
    private final AsyncLoadingCache<Integer, Optional<Subsection>> subsections;
    private final Loop refresh;
    private long seenVersion;
    private volatile boolean known;

    Catalogue(EventReader reader, BlockingCalls postgres) {
        this.reader = reader;
        events = Caffeine.newBuilder().maximumWeight(MAX_SUBSECTIONS)
                .weigher((UUID _, Optional<Event> event) -> 1 + event.map(Catalogue::size).orElse(0))
                .expireAfter(Catalogue.<UUID, Event>absent(ABSENCE))
                .buildAsync(AsyncCacheLoader.bulk((ids, _) -> postgres.call(() -> found(ids, reader.byIds(ids)))
                        .toFuture()));
        subsections = Caffeine.newBuilder().maximumSize(MAX_SUBSECTION_IDS)
                .expireAfter(Catalogue.<Integer, Subsection>absent(ABSENCE))
                .buildAsync(AsyncCacheLoader.bulk((ids, _) -> postgres.call(() -> found(ids, reader.subsections(ids)))
                        .toFuture()));
        refresh = Loop.start("catalogue-refresh", REFRESH, this::refresh);
    }

    /** Completes empty when there is no visible event of that id. */
    public Mono<Event> event(UUID id) {
        var cached = events.get(id);
        if (cached.isDone() && !cached.isCompletedExceptionally()) {
            return Mono.justOrEmpty(cached.join());
        }
        return Mono.fromFuture(() -> events.get(id), true).flatMap(Mono::justOrEmpty);
    }

    /** For who runs it; for anybody else it fails as if there were none. Drafts are not known here. */
    public Mono<Event> eventRunBy(Caller caller, UUID id) {
        return event(id).filter(event -> event.isRunBy(caller))
                .switchIfEmpty(Mono.error(() -> EventProblems.notYours(id)));
    }

    /** Completes empty when event, section or subsection is unknown. */
    public Mono<Subsection> subsection(UUID eventId, String section, String name) {
        return event(eventId).flatMap(event -> Mono.justOrEmpty(event.subsection(section, name)));
    }

    /** Subsections never change, so an outcome or a row is understood by its id alone. */
    public Mono<Subsection> subsectionById(int id) {
        return Mono.fromFuture(() -> subsections.get(id), true).flatMap(Mono::justOrEmpty);
    }

    /** @return those that exist, by id */
    public Mono<Map<Integer, Subsection>> subsectionsById(Collection<Integer> ids) {
        return Mono.fromFuture(() -> subsections.getAll(ids), true).map(found -> found.values().stream()
                .flatMap(Optional::stream).collect(Collectors.toMap(Subsection::id, Function.identity())));
    }

    /** @return the visible ones of the ids, in their order */
    public Mono<List<Event>> events(List<UUID> ids) {
        return Mono.fromFuture(() -> events.getAll(ids), true)
                .map(found -> ids.stream().flatMap(id -> found.getOrDefault(id, Optional.empty()).stream()).toList());
    }

    /** Whether the database has been read once: before that no event can be told from an unknown one. */
    public boolean isKnown() {
        return known;
    }

    /** It has just changed here: the next look reads it again. Other instances see it within a second. */
    void forget(UUID id) {
        events.synchronous().invalidate(id);
    }

    private static <K, V> Map<K, Optional<V>> found(Set<? extends K> ids, Map<K, V> found) {
        return ids.stream().collect(Collectors.toMap(id -> id, id -> Optional.ofNullable(found.get(id))));
    }

    private void refresh() {
        if (!known) {
            seenVersion = reader.latestVersion();
        }
        for (var changed : reader.changedSince(seenVersion - OVERLAP)) {
            if (cachedVersion(changed.id()) < changed.version()) {
                events.synchronous().invalidate(changed.id());
            }
            seenVersion = Math.max(seenVersion, changed.version());
        }
        known = true;
    }

    private long cachedVersion(UUID id) {
        var cached = events.getIfPresent(id);
        return cached == null || !cached.isDone() || cached.isCompletedExceptionally()
                ? -1
                : cached.join().map(Event::version).orElse(-1L);
    }

    private static int size(Event event) {
        return (int) event.subsections().count();
    }

    /** Absence expires; what exists stays until it changes or room is needed. */
    private static <K, V> Expiry<K, Optional<V>> absent(Duration ttl) {
        return Expiry.creating((_, value) -> value.isPresent() ? FOREVER : ttl);
    }

    @Override
    public void close() {
        refresh.close();
    }
}
