package io.seatlog.reservation.expiry;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The stored holds, by deadline. */
public interface HoldReader {

    /**
     * @param before deadlines from the distant past up to here
     * @param mostEach the first so many of each partition
     * @return in no order
     * @throws HoldsUnavailableException when they cannot be read now
     */
    List<Hold> endingBefore(Instant before, Set<Integer> partitions, int mostEach);
}
