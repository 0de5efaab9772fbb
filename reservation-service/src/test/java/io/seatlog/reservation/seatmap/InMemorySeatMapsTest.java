package io.seatlog.reservation.seatmap;

import io.seatlog.reservation.memory.InMemorySeatMaps;
import org.jspecify.annotations.Nullable;

class InMemorySeatMapsTest extends SeatMapsContract {
    private final InMemorySeatMaps maps = new InMemorySeatMaps();

    @Override
    SeatMaps maps() {
        return maps;
    }

    @Override
    RawStore raw() {
        return new RawStore() {
            @Override
            public byte @Nullable [] get(int subsectionId) {
                return maps.get(subsectionId);
            }

            @Override
            public void put(int subsectionId, byte[] bytes) {
                maps.put(subsectionId, bytes);
            }

            @Override
            public void putOtherType(int subsectionId) {
                maps.putOtherType(subsectionId);
            }

            @Override
            public void delete(int subsectionId) {
                maps.delete(subsectionId);
            }

            @Override
            public void clear() {
                maps.clear();
            }
        };
    }
}
