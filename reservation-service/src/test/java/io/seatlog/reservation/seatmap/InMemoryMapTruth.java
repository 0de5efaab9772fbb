package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.wire.MapLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The truth in memory; what is set here is on sale until removed. Safe on any thread. */
public final class InMemoryMapTruth implements MapTruth {
    private record Row(int partition, MapLayout.Image image) {}

    private final TreeMap<Integer, Row> rows = new TreeMap<>();
    private Runnable beforeImages = () -> {};

    public synchronized void set(int subsectionId, int partition, MapLayout.Image image) {
        rows.put(subsectionId, new Row(partition, image));
    }

    public synchronized void remove(int subsectionId) {
        rows.remove(subsectionId);
    }

    /** Runs before images are read: what happens between a sweep's comparison and its repair. */
    public synchronized void beforeImages(Runnable action) {
        beforeImages = action;
    }

    @Override
    public synchronized List<OnSale> onSale(Set<Integer> partitions, int afterId, int limit) {
        return rows.tailMap(afterId, false).entrySet().stream()
                .filter(row -> partitions.contains(row.getValue().partition())).limit(limit)
                .map(row -> new OnSale(row.getKey(), row.getValue().image().version())).toList();
    }

    @Override
    public synchronized Map<Integer, MapLayout.Image> images(Collection<Integer> subsectionIds) {
        beforeImages.run();
        var images = new HashMap<Integer, MapLayout.Image>();
        for (int id : subsectionIds) {
            var row = rows.get(id);
            if (row != null) {
                images.put(id, row.image());
            }
        }
        return images;
    }
}
