package io.seatlog.reservation.expiry;

import io.seatlog.reservation.memory.InMemoryJournal;

class InMemoryHoldsTest extends HoldReaderContract {
    @Override
    Stored fresh() {
        var journal = new InMemoryJournal();
        return new Stored(journal, journal);
    }
}
