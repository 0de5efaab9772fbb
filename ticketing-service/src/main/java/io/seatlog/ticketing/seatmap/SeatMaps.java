package io.seatlog.ticketing.seatmap;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.catalog.Subsection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Seat maps and counts, each as current as this instance can know: from the map store, unless what it has is missing,
 * of a wrong length or older than an outcome seen here; then from the database, one flight a subsection whoever asks,
 * believed for a second, so that a lost store costs the database one read a second and subsection.
 */
public final class SeatMaps {
    private static final Duration BELIEVED = Duration.ofSeconds(1);
    /** A map of 500 seats is 125 bytes: some 4 MB. */
    private static final int MAX_IMAGES = 20_000;
    private static final int MAX_COUNTS = 100_000;
    private final KvrocksMaps store;
    private final PostgresMaps truth;
    private final SeenVersions seen;
    private final BlockingCalls storeCalls;
    private final BlockingCalls truthCalls;
    private final AsyncCache<Subsection, MapLayout.Image> trueImages = Caffeine.newBuilder().expireAfterWrite(BELIEVED)
            .maximumSize(MAX_IMAGES).buildAsync();
    private final AsyncCache<Subsection, SeatCount> trueCounts = Caffeine.newBuilder().expireAfterWrite(BELIEVED)
            .maximumSize(MAX_COUNTS).buildAsync();

    SeatMaps(KvrocksMaps store, PostgresMaps truth, SeenVersions seen, BlockingCalls storeCalls,
            BlockingCalls truthCalls) {
        this.store = store;
        this.truth = truth;
        this.seen = seen;
        this.storeCalls = storeCalls;
        this.truthCalls = truthCalls;
    }

    @FunctionalInterface
    private interface Read<T> {
        Map<Subsection, T> from(Collection<Subsection> subsections) throws Exception;
    }

    /** @return the map of each subsection, for at most a few hundred at once */
    public Mono<Map<Subsection, MapLayout.Image>> images(Collection<Subsection> subsections) {
        return current(subsections, this::storedImages, trueImages, truth::images, MapLayout.Image::version);
    }

    /** @return version and free seats of each subsection; one pipeline however many */
    public Mono<Map<Subsection, SeatCount>> counts(Collection<Subsection> subsections) {
        return current(subsections, this::storedCounts, trueCounts, truth::counts, SeatCount::version);
    }

    private <T> Mono<Map<Subsection, T>> current(Collection<Subsection> subsections, Read<T> stored,
            AsyncCache<Subsection, T> believed, Read<T> fromTruth, Function<T, Long> version) {
        seen.follow(subsections.stream().map(Subsection::id).toList());
        // A store whose queue is full is as good as one that is down.
        return storeCalls.call(() -> stored.from(subsections)).onErrorReturn(Map.of()).flatMap(found -> {
            var current = new HashMap<Subsection, T>();
            var missing = new ArrayList<Subsection>();
            for (var subsection : subsections) {
                var value = found.get(subsection);
                if (value != null && version.apply(value) >= seen.of(subsection.id())) {
                    current.put(subsection, value);
                } else {
                    missing.add(subsection);
                }
            }
            return missing.isEmpty()
                    ? Mono.just(current)
                    : believed(missing, believed, fromTruth, version).map(values -> {
                        current.putAll(values);
                        return current;
                    });
        });
    }

    private <T> Mono<Map<Subsection, T>> believed(List<Subsection> subsections, AsyncCache<Subsection, T> believed,
            Read<T> fromTruth, Function<T, Long> version) {
        return Mono.fromFuture(() -> believed.getAll(subsections, (missing, _) -> truthCalls
                .<Map<Subsection, T>>call(() -> settled(fromTruth, List.copyOf(missing), version)).toFuture()), true);
    }

    private <T> Map<Subsection, T> settled(Read<T> fromTruth, List<Subsection> subsections, Function<T, Long> version)
            throws Exception {
        var before = subsections.stream().collect(Collectors.toMap(s -> s, s -> seen.of(s.id())));
        var values = fromTruth.from(subsections);
        values.forEach(
                (subsection, value) -> seen.settle(subsection.id(), before.getOrDefault(subsection, 0L),
                        version.apply(value)));
        return values;
    }

    private Map<Subsection, MapLayout.Image> storedImages(Collection<Subsection> subsections) {
        var stored = store.images(subsections.stream().map(Subsection::id).toList());
        var images = new HashMap<Subsection, MapLayout.Image>();
        for (var subsection : subsections) {
            var value = stored.get(subsection.id());
            if (value != null) {
                MapLayout.parse(value, subsection.plan().seats()).ifPresent(image -> images.put(subsection, image));
            }
        }
        return images;
    }

    private Map<Subsection, SeatCount> storedCounts(Collection<Subsection> subsections) {
        var stored = store.headers(subsections.stream().map(Subsection::id).toList());
        var counts = new HashMap<Subsection, SeatCount>();
        for (var subsection : subsections) {
            var header = stored.get(subsection.id());
            if (header != null && header.free() <= subsection.plan().seats()) {
                counts.put(subsection, new SeatCount(header.version(), header.free()));
            }
        }
        return counts;
    }
}
