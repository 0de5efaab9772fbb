package io.seatlog.reservation.journal;

import io.seatlog.reservation.memory.InMemoryJournal;

class InMemoryJournalTest extends JournalContract {
    @Override
    Journal fresh() {
        return new InMemoryJournal();
    }
}
