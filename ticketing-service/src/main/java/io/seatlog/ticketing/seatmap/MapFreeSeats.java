package io.seatlog.ticketing.seatmap;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.seatlog.ticketing.catalog.FreeSeats;
import io.seatlog.ticketing.catalog.Subsection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Free seats for lists and event pages, cached a second; when neither store answers there are none to show. */
class MapFreeSeats implements FreeSeats {
    private static final Logger LOG = LoggerFactory.getLogger(MapFreeSeats.class);
    private static final Duration CACHED = Duration.ofSeconds(1);
    private static final int MAX_CACHED = 100_000;
    private final SeatMaps maps;
    private final SoldOut soldOut;
    private final AsyncCache<Subsection, Integer> cache = Caffeine.newBuilder().expireAfterWrite(CACHED)
            .maximumSize(MAX_CACHED).buildAsync();

    MapFreeSeats(SeatMaps maps, SoldOut soldOut) {
        this.maps = maps;
        this.soldOut = soldOut;
    }

    @Override
    public Mono<Map<Integer, Integer>> free(Collection<Subsection> subsections) {
        return Mono.fromFuture(() -> cache.getAll(subsections,
                (missing, _) -> maps.counts(List.copyOf(missing)).map(MapFreeSeats::free).toFuture()), true)
                .map(MapFreeSeats::byId).onErrorResume(neither -> {
                    LOG.debug("no free counts: {}", neither.toString());
                    return Mono.just(Map.of());
                });
    }

    private static Map<Subsection, Integer> free(Map<Subsection, SeatCount> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().free()));
    }

    private static Map<Integer, Integer> byId(Map<Subsection, Integer> free) {
        var byId = new HashMap<Integer, Integer>();
        free.forEach((subsection, count) -> byId.put(subsection.id(), count));
        return byId;
    }

    @Override
    public boolean soldOut(Subsection subsection) {
        return soldOut.isProven(subsection);
    }
}
