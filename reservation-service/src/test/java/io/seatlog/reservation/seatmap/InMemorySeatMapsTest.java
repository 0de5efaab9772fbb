package io.seatlog.reservation.seatmap;

class InMemorySeatMapsTest extends SeatMapsContract {
    private final InMemorySeatMaps maps = new InMemorySeatMaps();

    @Override
    SeatMaps maps() {
        return maps;
    }

    @Override
    RawStore raw() {
        return maps;
    }
}
