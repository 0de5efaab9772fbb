package io.seatlog.reservation.partition;

import io.seatlog.kernel.id.Version;
import io.seatlog.reservation.subsection.Subsection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subsections in memory, least recently used out. Valid only between two successful commits: whatever a failed
 * batch touched is dropped and loaded again.
 */
final class Residents {
    static final int MOST = 50_000;
    private final Map<Integer, Resident> residents = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Resident> eldest) {
            return size() > most;
        }
    };
    private final int most;

    Residents(int most) {
        this.most = most;
    }

    /** With the version of its map that this owner wrote last. */
    static final class Resident {
        private final Subsection subsection;
        private long mapBase = Version.NONE;

        private Resident(Subsection subsection) {
            this.subsection = subsection;
        }

        Subsection subsection() {
            return subsection;
        }

        long mapBase() {
            return mapBase;
        }

        void mapBase(long version) {
            mapBase = version;
        }
    }

    @Nullable
    Resident get(int subsectionId) {
        return residents.get(subsectionId);
    }

    /** Asking counts as use: what a batch names must not go out while the rest of what it names comes in. */
    boolean has(int subsectionId) {
        return residents.get(subsectionId) != null;
    }

    Resident put(Subsection subsection) {
        var resident = new Resident(subsection);
        residents.put(subsection.id(), resident);
        return resident;
    }

    void drop(int subsectionId) {
        residents.remove(subsectionId);
    }

    void dropPartition(int partition) {
        residents.values().removeIf(resident -> resident.subsection().opening().partition() == partition);
    }

    int size() {
        return residents.size();
    }
}
