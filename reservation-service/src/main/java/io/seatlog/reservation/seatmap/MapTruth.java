package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.wire.MapLayout;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the seat maps should show. Read from the primary: a map is called wrong by what is read here. */
public interface MapTruth {
    /** @param version of the last committed command that changed a seat */
    record OnSale(int subsectionId, long version) {}

    /**
     * @return the opened subsections of these partitions that are on sale or were within the last hour, with ids above
     *         {@code afterId}, in ascending order, at most {@code limit}
     * @throws MapTruthUnavailableException when they could not be read
     */
    List<OnSale> onSale(Set<Integer> partitions, int afterId, int limit);

    /**
     * @return the maps of these subsections, all as of one moment that lies after the call; those without a row are left
     *         out
     * @throws MapTruthUnavailableException when they could not be read
     */
    Map<Integer, MapLayout.Image> images(Collection<Integer> subsectionIds);
}
