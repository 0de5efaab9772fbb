package io.seatlog.reservation.erasure;

import io.seatlog.kernel.id.SubsectionKey;
import java.util.List;

/** The deciding that goes on meanwhile, in other processes. */
public interface Decisions {
    /** A subsection, as a command has to name it. */
    record Place(int partition, int subsectionId, SubsectionKey key) {}

    /**
     * Returns when all is decided that was on the log at the call: whatever was read before the call for a decision is
     * written by then.
     *
     * @throws ErasureUnfinishedException when that does not happen in time, or cannot
     */
    void await();

    /**
     * Sends each partition a command without effect. Deciding it puts its outcomes, none, in the place of those that are
     * stored, which only happens when they are published.
     */
    void nudge(List<Place> places);
}
