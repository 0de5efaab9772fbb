package io.seatlog.ticketing.updates;

import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.seatmap.SeatCount;
import io.seatlog.ticketing.seatmap.SeatMaps;
import io.seatlog.ticketing.seatmap.SeenVersions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The event streams. All of its state belongs to one thread, which joins viewers, looks every 50 ms what became due,
 * encodes each map once and sends it to all; only {@link #seatsChanged} is called from elsewhere. A map is read at most
 * every 250 ms, counts of an event at most once a second, and never while the read before is under way. The status of an
 * event is asked for twice a second, of the catalogue.
 */
final class EventHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final long TICK_MILLIS = 50;
    private static final long MAP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REREAD_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Maps in one read; the others are due again at the next tick. */
    private static final int MAPS_AT_ONCE = 500;
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private final Catalogue catalogue;
    private final SeatMaps maps;
    private final SeenVersions seen;
    private final Frames frames;
    private final Clock clock;
    private final Scheduler thread = Schedulers.newSingle("event-streams", true);
    private final Disposable ticking;
    private final Set<Integer> news = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Hall> halls = new HashMap<>();
    private final Map<Integer, Hall> hallOf = new HashMap<>();
    private final Map<Integer, WatchedMap> watched = new HashMap<>();
    private boolean readingMaps;
    private long rereadAt = System.nanoTime();
    private long statusAt = System.nanoTime();

    EventHub(Catalogue catalogue, SeatMaps maps, SeenVersions seen, Frames frames, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.maps = maps;
        this.seen = seen;
        this.frames = frames;
        ticking = thread.schedulePeriodically(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From any thread. Bounded: every tick takes all, and only followed subsections come here. */
    void seatsChanged(int subsectionId) {
        news.add(subsectionId);
    }

    void rereadAll() {
        thread.schedule(this::allChanged);
    }

    void join(Viewer viewer) {
        thread.schedule(() -> add(viewer));
    }

    void leave(Viewer viewer) {
        thread.schedule(() -> remove(viewer));
    }

    private void add(Viewer viewer) {
        long now = System.nanoTime();
        var hall = halls.computeIfAbsent(viewer.event().id(), _ -> {
            var opened = new Hall(viewer.event(), now, COUNT_NANOS);
            seen.follow(opened.subsectionIds());
            opened.subsectionIds().forEach(id -> hallOf.put(id, opened));
            return opened;
        });
        tell(hall, viewer.event());
        hall.join(viewer, frames);
        viewer.watching().forEach(subsection -> watched
                .computeIfAbsent(subsection.id(), _ -> new WatchedMap(subsection, now, MAP_NANOS)).join(viewer));
    }

    private void remove(Viewer viewer) {
        viewer.watching().forEach(subsection -> watched.computeIfPresent(subsection.id(),
                (_, map) -> map.leave(viewer) ? map : null));
        var hall = halls.get(viewer.event().id());
        if (hall != null) {
            hall.leave(viewer);
            if (hall.isEmpty()) {
                halls.remove(viewer.event().id());
                hall.subsectionIds().forEach(hallOf::remove);
            }
        }
    }

    private void tick() {
        takeNews();
        long now = System.nanoTime();
        if (now - rereadAt >= REREAD_NANOS) {
            rereadAt = now;
            allChanged();
        }
        if (now - statusAt >= STATUS_NANOS) {
            statusAt = now;
            halls.values().forEach(this::readStatus);
        }
        if (!readingMaps) {
            readMaps(now);
        }
        halls.values().stream().filter(hall -> hall.isDue(now, COUNT_NANOS)).forEach(hall -> readCounts(hall, now));
    }

    private void takeNews() {
        for (var ids = news.iterator(); ids.hasNext();) {
            int id = ids.next();
            ids.remove();
            changed(id);
        }
    }

    private void changed(int subsectionId) {
        var map = watched.get(subsectionId);
        if (map != null) {
            map.seatsChanged();
        }
        var hall = hallOf.get(subsectionId);
        if (hall != null) {
            hall.seatsChanged(subsectionId);
        }
    }

    private void allChanged() {
        watched.values().forEach(WatchedMap::seatsChanged);
        halls.values().forEach(Hall::allChanged);
    }

    private void readMaps(long now) {
        var due = watched.values().stream().filter(map -> map.isDue(now, MAP_NANOS)).limit(MAPS_AT_ONCE).toList();
        if (due.isEmpty()) {
            return;
        }
        readingMaps = true;
        due.forEach(map -> map.startReading(now));
        maps.images(due.stream().map(WatchedMap::subsection).toList()).publishOn(thread).subscribe(this::mapsRead,
                failure -> {
                    readingMaps = false;
                    due.forEach(WatchedMap::seatsChanged);
                    LOG.debug("{} maps not read: {}", due.size(), failure.toString());
                });
    }

    private void mapsRead(Map<Subsection, MapLayout.Image> images) {
        readingMaps = false;
        images.forEach((subsection, image) -> {
            var map = watched.get(subsection.id());
            if (map != null) {
                map.read(image, frames);
            }
            if (image.version() < seen.of(subsection.id())) {
                changed(subsection.id());
            }
        });
    }

    /** From the catalogue's cache; now and then, after a change or when it is full, from the database. */
    private void readStatus(Hall hall) {
        catalogue.event(hall.event().id()).publishOn(thread).subscribe(event -> tell(hall, event),
                failure -> LOG.debug("status of event {} not read: {}", hall.event().id(), failure.toString()));
    }

    private void tell(Hall hall, Event event) {
        hall.status(event.version(), event.status(Instant.now(clock)), frames);
    }

    private void readCounts(Hall hall, long now) {
        var due = hall.startReading(now);
        maps.counts(due).publishOn(thread).subscribe(counts -> counted(hall, counts), failure -> {
            hall.failed(due);
            LOG.debug("counts of {} subsections not read: {}", due.size(), failure.toString());
        });
    }

    private void counted(Hall hall, Map<Subsection, SeatCount> counts) {
        hall.counted(counts, frames);
        counts.forEach((subsection, count) -> {
            if (count.version() < seen.of(subsection.id())) {
                changed(subsection.id());
            }
        });
    }

    /** @return watched maps, for tests and metrics */
    List<Integer> watchedIds() {
        return new ArrayList<>(watched.keySet());
    }

    @Override
    public void close() {
        ticking.dispose();
        thread.dispose();
    }
}
