package io.seatlog.ticketing.seatmap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.seatlog.kernel.id.Version;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last version of each subsection that an outcome told this instance of: a map with a lower one is old. Only
 * subsections that somebody asked for are followed, at most {@value #MAX}, the least recently used forgotten first; a
 * forgotten one is read as the store has it, which the sweep keeps right to within seconds.
 */
public final class SeenVersions {
    static final int MAX = 100_000;
    private final Cache<Integer, AtomicLong> versions = Caffeine.newBuilder().maximumSize(MAX).build();

    /** From now on outcomes of these subsections matter. */
    public void follow(Collection<Integer> subsectionIds) {
        for (int id : subsectionIds) {
            var _ = versions.get(id, _ -> new AtomicLong(Version.NONE));
        }
    }

    /** Asked for every outcome of the log, so it must be cheap. */
    public boolean isFollowed(int subsectionId) {
        return versions.getIfPresent(subsectionId) != null;
    }

    /** A late copy of an older outcome changes nothing. */
    public void saw(int subsectionId, long version) {
        var seen = versions.getIfPresent(subsectionId);
        if (seen != null) {
            seen.accumulateAndGet(version, Math::max);
        }
    }

    /** @return {@link Version#NONE} when no outcome of it was seen */
    public long of(int subsectionId) {
        var seen = versions.getIfPresent(subsectionId);
        return seen == null ? Version.NONE : seen.get();
    }

    /**
     * The database outranks outcomes: after a failover that lost commits it may be older than what was seen, and without
     * this every read would go to it until the versions caught up.
     *
     * @param seenBefore what {@link #of} said before the database was read
     */
    void settle(int subsectionId, long seenBefore, long truth) {
        var seen = versions.getIfPresent(subsectionId);
        if (seen != null && truth < seenBefore) {
            seen.compareAndSet(seenBefore, truth);
        }
    }
}
