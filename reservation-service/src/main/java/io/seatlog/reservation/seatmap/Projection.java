package io.seatlog.reservation.seatmap;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Shows a batch on the seat maps without ever delaying or failing it. A store that fails is left alone for a while
 * (doubling from half a second to five), then one batch tries it again; what was skipped is the sweep's to repair.
 * Belongs to one thread, that of the partitions.
 *
 * <p>
 * A breaker with rolling windows would know nothing more: there is one caller, and each of its calls is bounded by the
 * store's time budget, so an outage costs a batch that budget at most once per pause.
 */
public final class Projection {
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private final SeatMaps maps;
    private final LongSupplier nanoTime;
    private final Outage outage = new Outage(LoggerFactory.getLogger(Projection.class), "Projecting seat maps");
    private long pauseNanos;
    private long pausedAt;

    public Projection(SeatMaps maps) {
        this(maps, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    public Projection(SeatMaps maps, LongSupplier nanoTime) {
        this.maps = maps;
        this.nanoTime = nanoTime;
    }

    /**
     * @return the subsections whose stored map is now the update's image, so that its version is their next base. The
     *         base of every other subsection of these updates is unknown from now on ({@code Version.NONE}).
     */
    public Set<Integer> project(List<SeatMaps.Update> updates) {
        if (updates.isEmpty() || isPaused()) {
            return Set.of();
        }
        try {
            var results = maps.project(updates);
            pauseNanos = 0;
            outage.succeeded();
            return written(updates, results);
        } catch (SeatMapUnavailableException unavailable) {
            outage.failed(unavailable);
            pause();
            return Set.of();
        }
    }

    /** Whether batches are skipped at the moment. */
    public boolean isPaused() {
        return pauseNanos > 0 && nanoTime.getAsLong() - pausedAt < pauseNanos;
    }

    private void pause() {
        pauseNanos = pauseNanos == 0 ? FIRST_PAUSE.toNanos() : Math.min(pauseNanos * 2, LONGEST_PAUSE.toNanos());
        pausedAt = nanoTime.getAsLong();
    }

    private static Set<Integer> written(List<SeatMaps.Update> updates, List<SeatMaps.Result> results) {
        var written = new HashSet<Integer>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) != SeatMaps.Result.REFUSED) {
                written.add(updates.get(i).subsectionId());
            }
        }
        return written;
    }
}
