package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.seatmap.SeatCount;
import io.seatlog.ticketing.updates.rules.Announcement;
import io.seatlog.ticketing.updates.rules.Availability;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One event as its viewers see it: who they are, and the status and free seats they were told. Belongs to the thread of {@link EventHub}. */
final class Hall {
    private final Event event;
    private final Map<Integer, Subsection> subsections = new LinkedHashMap<>();
    private final Set<Viewer> viewers = new HashSet<>();
    private final Set<Viewer> waiting = new HashSet<>();
    private final Availability availability = new Availability();
    private final Announcement<Event.Status> status = new Announcement<>();
    private final Set<Integer> changed = new HashSet<>();
    private boolean known;
    private boolean reading;
    private long readAt;
    private byte @Nullable [] wholeFrame;

    @Schema(name = "EventStatus")
    record Status(Event.Status status) {}

    @Schema(name = "FreeSeats")
    record Free(String section, String subsection, int free) {}

    Hall(Event event, long nowNanos, long intervalNanos) {
        this.event = event;
        event.subsections().forEach(subsection -> subsections.put(subsection.id(), subsection));
        changed.addAll(subsections.keySet());
        readAt = nowNanos - intervalNanos;
    }

    Event event() {
        return event;
    }

    Collection<Integer> subsectionIds() {
        return subsections.keySet();
    }

    boolean isEmpty() {
        return viewers.isEmpty();
    }

    void join(Viewer viewer, Frames frames) {
        viewers.add(viewer);
        var now = status.told();
        if (now != null) {
            viewer.channel().send(frames.event("status", null, new Status(now)));
        }
        if (known) {
            viewer.channel().send(whole(frames));
        } else {
            waiting.add(viewer);
        }
    }

    /** @param version of the event, which only grows */
    void status(long version, Event.Status now, Frames frames) {
        if (status.isNews(version, now)) {
            var frame = frames.event("status", null, new Status(now));
            viewers.forEach(viewer -> viewer.channel().send(frame));
        }
    }

    void leave(Viewer viewer) {
        viewers.remove(viewer);
        waiting.remove(viewer);
    }

    void seatsChanged(int subsectionId) {
        changed.add(subsectionId);
    }

    void allChanged() {
        changed.addAll(subsections.keySet());
    }

    boolean isDue(long nowNanos, long intervalNanos) {
        return !changed.isEmpty() && !reading && nowNanos - readAt >= intervalNanos;
    }

    /** @return the subsections to be counted now */
    List<Subsection> startReading(long nowNanos) {
        reading = true;
        readAt = nowNanos;
        var due = changed.stream().map(subsections::get).toList();
        changed.clear();
        return due;
    }

    void failed(List<Subsection> due) {
        reading = false;
        due.forEach(subsection -> changed.add(subsection.id()));
    }

    void counted(Map<Subsection, SeatCount> counts, Frames frames) {
        reading = false;
        var now = new HashMap<Integer, Availability.Count>();
        counts.forEach((subsection, count) -> now.put(subsection.id(),
                new Availability.Count(count.version(), count.free())));
        var news = availability.changes(now);
        if (!news.isEmpty()) {
            wholeFrame = null;
        }
        if (known && !news.isEmpty()) {
            var frame = frame(news, frames);
            viewers.forEach(viewer -> viewer.channel().send(frame));
        }
        if (!known) {
            known = true;
            waiting.forEach(viewer -> viewer.channel().send(whole(frames)));
            waiting.clear();
        }
    }

    /** Encoded once for all who join between two changes. */
    private byte[] whole(Frames frames) {
        var frame = wholeFrame;
        if (frame == null) {
            frame = frame(availability.all(), frames);
            wholeFrame = frame;
        }
        return frame;
    }

    private byte[] frame(Map<Integer, Availability.Count> counts, Frames frames) {
        var ordered = new TreeMap<>(counts);
        return frames.event("availability", null, ordered.entrySet().stream().flatMap(entry -> {
            var subsection = subsections.get(entry.getKey());
            return subsection == null
                    ? java.util.stream.Stream.of()
                    : java.util.stream.Stream
                            .of(new Free(subsection.section(), subsection.name(), entry.getValue().free()));
        }).toList());
    }
}
