package io.seatlog.reservation.seatmap;

import org.jspecify.annotations.Nullable;

/** What lies in a map store, past every guard: for looking and for sabotage. */
interface RawStore {
    /** @return the bytes of a map's key, null when it does not exist */
    byte @Nullable [] get(int subsectionId);

    void put(int subsectionId, byte[] bytes);

    void putOtherType(int subsectionId);

    void delete(int subsectionId);

    void clear();
}
