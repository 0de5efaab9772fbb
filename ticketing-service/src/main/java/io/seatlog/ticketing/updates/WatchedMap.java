package io.seatlog.ticketing.updates;

import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.ticketing.catalog.Subsection;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One subsection's map on its way to all who watch it. Belongs to the thread of {@link EventHub}. */
final class WatchedMap {
    private static final long UNKNOWN = -1;
    private final Subsection subsection;
    private final Set<Viewer> viewers = new HashSet<>();
    private boolean changed = true;
    private long readAt;
    private long version = UNKNOWN;
    private byte @Nullable [] frame;

    @Schema(name = "WatchedSeats")
    record Seats(String section, String subsection, long version, int free,
            @Schema(format = "byte", description = "Two bits a seat, row by row, high bits first: 00 free, 01 held, 10 sold, 11 blocked") String map) {}

    WatchedMap(Subsection subsection, long nowNanos, long intervalNanos) {
        this.subsection = subsection;
        readAt = nowNanos - intervalNanos;
    }

    Subsection subsection() {
        return subsection;
    }

    /** The latest map at once, if there is one; and a look whether it still is the latest. */
    void join(Viewer viewer) {
        viewers.add(viewer);
        if (frame != null) {
            viewer.channel().send(frame);
        }
        changed = true;
    }

    /** @return whether somebody still watches */
    boolean leave(Viewer viewer) {
        viewers.remove(viewer);
        return !viewers.isEmpty();
    }

    void seatsChanged() {
        changed = true;
    }

    boolean isDue(long nowNanos, long intervalNanos) {
        return changed && nowNanos - readAt >= intervalNanos;
    }

    void startReading(long nowNanos) {
        changed = false;
        readAt = nowNanos;
    }

    /** Newer replaces older, whole: a viewer that missed one misses nothing. */
    void read(MapLayout.Image image, Frames frames) {
        if (image.version() > version) {
            version = image.version();
            frame = frames.event("seats", null, new Seats(subsection.section(), subsection.name(), image.version(),
                    image.free(), Base64.getEncoder().encodeToString(image.seats())));
            var encoded = frame;
            viewers.forEach(viewer -> viewer.channel().send(encoded));
        }
    }
}
