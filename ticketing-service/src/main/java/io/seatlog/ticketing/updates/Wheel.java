package io.seatlog.ticketing.updates;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Spreads periodic work over time: members sit in {@value #SLOTS} slots, and a period of n ticks touches every member
 * once in n ticks, at its own moment. Thread-safe.
 */
final class Wheel<T> {
    /** 30 seconds of ticks; a period must divide it. */
    static final int SLOTS = 300;
    private final List<Set<T>> slots = new ArrayList<>(SLOTS);
    private final AtomicInteger next = new AtomicInteger();

    Wheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(ConcurrentHashMap.newKeySet());
        }
    }

    /** @return the member's slot, for {@link #remove} */
    int add(T member) {
        int slot = Math.floorMod(next.getAndAdd(37), SLOTS);
        slots.get(slot).add(member);
        return slot;
    }

    void remove(int slot, T member) {
        slots.get(slot).remove(member);
    }

    /** @param period in ticks */
    void due(long tick, int period, Consumer<T> action) {
        if (period < 1 || SLOTS % period != 0) {
            throw new IllegalArgumentException("period " + period);
        }
        for (int slot = (int) (tick % period); slot < SLOTS; slot += period) {
            slots.get(slot).forEach(action);
        }
    }

    void forEach(Consumer<T> action) {
        slots.forEach(slot -> slot.forEach(action));
    }
}
