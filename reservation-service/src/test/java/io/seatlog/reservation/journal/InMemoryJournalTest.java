package io.seatlog.reservation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.reservation.memory.InMemoryJournal;
import java.util.Map;

class InMemoryJournalTest extends JournalContract {
    private InMemoryJournal journal = new InMemoryJournal();

    @Override
    Journal fresh() {
        journal = new InMemoryJournal();
        return journal;
    }

    @Override
    int adopt(Map<Integer, LogIdentity> logs) {
        return journal.adopt(logs);
    }

    @Override
    OpenTransaction begin(BatchWrites writes) {
        assertThat(journal.begin(writes)).isEqualTo(new CommitResult.Committed());
        return committed -> journal.end(0, committed);
    }
}
