package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the maps of this instance's subsections equal to the truth again: lost keys, lost seconds, maps that a crashed
 * owner did not write, and what a paused one wrote late. {@link #run} is one pass, to be called every five seconds from
 * one thread, which is not that of the partitions; it has no thread of its own.
 *
 * <p>
 * A pass reads versions of the truth, then headers, then the truth of what differs, in this order: a batch commits
 * before it is projected. So a stored version that is older than the truth read before it has to be repaired (or is
 * just being projected: then repairing is idle, but harmless), and one that is newer than the truth read <em>after</em>
 * it is of no truth at all: of a database that was replaced or set back. Such a map is replaced too, as long as it is
 * still that very version.
 */
public final class MapSweep implements Runnable {
    /** Subsections compared by one query and one pipeline. */
    static final int SLICE = 5_000;
    /** Subsections whose claims are read, and written, at once: up to 800,000 seats at their largest. */
    static final int REPAIR_SLICE = 200;
    private static final long MISSING = -1;
    private static final Logger LOG = LoggerFactory.getLogger(MapSweep.class);
    private final SeatMaps maps;
    private final MapTruth truth;
    private final Supplier<Set<Integer>> partitions;
    private final Outage outage = new Outage(LOG, "Sweeping seat maps");

    /**
     * One pass in numbers.
     *
     * @param compared subsections on sale
     * @param repaired maps written
     * @param overtaken maps that a newer decision had made right before the repair came
     */
    public record Swept(int compared, int repaired, int overtaken) {
        private Swept plus(Swept other) {
            return new Swept(compared + other.compared, repaired + other.repaired, overtaken + other.overtaken);
        }
    }

    /**
     * @param maps with a time budget for a pipeline of {@value #SLICE} reads
     * @param partitions those this instance owns now; asked once a pass, from the pass's thread
     */
    public MapSweep(SeatMaps maps, MapTruth truth, Supplier<Set<Integer>> partitions) {
        this.maps = maps;
        this.truth = truth;
        this.partitions = partitions;
    }

    /** One pass; an outage of either store ends it, is logged once, and leaves the rest to the next pass. */
    @Override
    public void run() {
        try {
            var swept = sweep();
            outage.succeeded();
            if (swept.repaired() > 0) {
                LOG.info("Repaired {} of {} seat maps", swept.repaired(), swept.compared());
            }
        } catch (SeatMapUnavailableException | MapTruthUnavailableException unavailable) {
            outage.failed(unavailable);
        }
    }

    /**
     * @throws SeatMapUnavailableException when the map store failed
     * @throws MapTruthUnavailableException when the truth could not be read
     */
    public Swept sweep() {
        var swept = new Swept(0, 0, 0);
        var owned = Set.copyOf(partitions.get());
        int afterId = -1;
        boolean more = !owned.isEmpty();
        while (more) {
            var slice = truth.onSale(owned, afterId, SLICE);
            swept = swept.plus(compare(slice));
            more = slice.size() == SLICE;
            afterId = more ? slice.getLast().subsectionId() : afterId;
        }
        return swept;
    }

    private Swept compare(List<MapTruth.OnSale> slice) {
        if (slice.isEmpty()) {
            return new Swept(0, 0, 0);
        }
        var headers = maps.headers(slice.stream().map(MapTruth.OnSale::subsectionId).toList());
        var stored = new HashMap<Integer, Long>();
        for (var onSale : slice) {
            var header = headers.get(onSale.subsectionId());
            long version = header == null ? MISSING : header.version();
            if (version != onSale.version()) {
                stored.put(onSale.subsectionId(), version);
            }
        }
        var swept = new Swept(slice.size(), 0, 0);
        var ids = stored.keySet().stream().sorted().toList();
        for (int from = 0; from < ids.size(); from += REPAIR_SLICE) {
            swept = swept.plus(repair(ids.subList(from, Math.min(ids.size(), from + REPAIR_SLICE)), stored));
        }
        return swept;
    }

    private Swept repair(List<Integer> ids, Map<Integer, Long> stored) {
        var images = truth.images(ids);
        var updates = new ArrayList<SeatMaps.Update>();
        for (int id : ids) {
            var image = images.get(id);
            long found = stored.getOrDefault(id, MISSING);
            if (image != null && image.version() != found) {
                updates.add(repair(id, image, found));
            }
        }
        if (updates.isEmpty()) {
            return new Swept(0, 0, 0);
        }
        var results = maps.project(updates);
        int refused = (int) results.stream().filter(result -> result == SeatMaps.Result.REFUSED).count();
        return new Swept(0, results.size() - refused, refused);
    }

    private static SeatMaps.Update repair(int id, MapLayout.Image image, long stored) {
        return new SeatMaps.Update(id, stored > image.version() ? stored : Version.NONE, image, Seats.NONE);
    }
}
