package io.seatlog.reservation.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.TestServers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJournalTest extends JournalContract {
    private DataSource dataSource = new PGSimpleDataSource();

    @Override
    Journal fresh() {
        dataSource = TestDatabase.migrated(TestServers.freshDatabase());
        return new PostgresJournal(dataSource);
    }

    @Override
    int adopt(Map<Integer, LogIdentity> logs) {
        return new PostgresJournal(dataSource).adopt(logs);
    }

    @Override
    OpenTransaction begin(BatchWrites writes) throws Exception {
        var connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        assertThat(new BatchFlush(writes).send(connection)).isEmpty();
        return committed -> {
            try (connection) {
                if (committed) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
        };
    }

    @Test
    void shouldNotWaitLongForAPausedOwner() throws Exception {
        var journal = new PostgresJournal(dataSource);
        var owner = UUID.randomUUID();
        try (var paused = dataSource.getConnection(); var statement = paused.createStatement()) {
            paused.setAutoCommit(false);
            statement.execute("select 1 from reservation.partition_progress where partition = " + P + " for update");
            assertThatThrownBy(() -> journal.take(P, LOG, owner, null)).isInstanceOf(JournalUnavailableException.class);
            paused.rollback();
        }
        assertThat(journal.take(P, LOG, owner, null)).isInstanceOf(Taken.Mine.class);
    }

    @Test
    void shouldSayThatARowIsHeldByAnotherOwner() throws Exception {
        var journal = new PostgresJournal(dataSource);
        var mine = ((Taken.Mine) journal.take(P, LOG, UUID.randomUUID(), null)).progress();
        var buyer = new BuyerOfEvent(EVENT, "alice");
        var writes = new BatchWrites(
                List.of(new BatchWrites.Advance(P, mine.owner(), mine.nextOffset(), mine.nextOffset() + 1, NOON,
                        new byte[0])),
                List.of(), List.of(), List.of(), List.of(), List.of(new BatchWrites.Taken(buyer, 1, 4)), List.of(),
                List.of(), List.of(), List.of(), List.of());
        try (var paused = dataSource.getConnection(); var statement = paused.createStatement()) {
            paused.setAutoCommit(false);
            statement.execute("insert into reservation.buyer_tickets values ('" + EVENT + "', 'alice', 1, 4)");
            assertThat(journal.commit(writes)).isEqualTo(new CommitResult.Busy());
            paused.rollback();
        }
        assertThat(journal.commit(writes)).isEqualTo(new CommitResult.Committed());
    }

    @Test
    void shouldKnowAnEmptyDatabase() {
        var empty = new PostgresJournal(TestDatabase.migrated(TestServers.freshDatabase()));
        assertThat(empty.isEmpty()).isTrue();
        assertThat(new PostgresJournal(dataSource).isEmpty()).isFalse();
    }

    @Test
    void shouldReadNothingForNoNames() {
        assertThat(new PostgresJournal(dataSource).read(List.of(), List.of(), List.of()).bookings()).isEmpty();
    }
}
