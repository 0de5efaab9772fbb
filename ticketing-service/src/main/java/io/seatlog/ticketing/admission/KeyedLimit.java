package io.seatlog.ticketing.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many go on at once for one key. A key is known only while something goes on for it. Thread-safe. */
public final class KeyedLimit<K> {
    private final int most;
    private final Map<K, Integer> going = new ConcurrentHashMap<>();

    public KeyedLimit(int most) {
        this.most = most;
    }

    /** @return false, and nothing is counted, when there is no room; otherwise {@link #leave} has to follow */
    public boolean enter(K key) {
        if (going.merge(key, 1, Integer::sum) > most) {
            leave(key);
            return false;
        }
        return true;
    }

    public void leave(K key) {
        going.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
