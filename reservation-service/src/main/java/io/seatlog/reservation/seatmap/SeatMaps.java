package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The store of the seat maps: a projection of committed decisions that may be lost at any moment. Every write is
 * guarded by the version of the stored map, so writers may be late, repeated or two at a time. Safe on any thread.
 */
public interface SeatMaps {
    /** More changed seats than this are written as a whole map: that is cheaper, and a script's arguments are limited. */
    int MAX_DELTA_SEATS = 64;

    /**
     * One subsection's change in one batch; at most one a subsection in one call.
     *
     * @param base the version this owner wrote last, {@code Version.NONE} when unknown: then the whole map is set. A
     *            base above the image's version names a stored map that the truth knows nothing of: that one, and no
     *            other newer map, is replaced.
     * @param image the whole map after the change
     * @param changed the seats that differ between {@code base} and {@code image}
     */
    record Update(int subsectionId, long base, MapLayout.Image image, Seats changed) {}

    /** What became of an update. After DELTA and WHOLE the stored map is the update's image. */
    enum Result {
        /** Header and changed seats were written onto the base. */
        DELTA,
        /** The whole map was set. */
        WHOLE,
        /** A newer version is stored, and stays. */
        REFUSED
    }

    /**
     * @return one result an update, in their order
     * @throws SeatMapUnavailableException when the store failed or did not answer in time; any part of the updates may
     *             have been written
     */
    List<Result> project(List<Update> updates);

    /**
     * @return the headers of the maps that exist, by subsection; a key that holds no map is missing
     * @throws SeatMapUnavailableException when the store failed or did not answer in time
     */
    Map<Integer, MapLayout.Header> headers(Collection<Integer> subsectionIds);
}
