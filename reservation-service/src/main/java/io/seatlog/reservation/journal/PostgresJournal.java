package io.seatlog.reservation.journal;

import io.seatlog.kernel.id.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The journal on PostgreSQL, by plain JDBC: two round trips to read and commit a batch of any size, one more for
 * COMMIT. All statements of a batch go out in one flush, so a paused owner holds no locks between them; then the row
 * counts are checked, then it is committed.
 */
public final class PostgresJournal implements Journal {
    private static final int FIRST_GENERATION = 1;
    private final DataSource dataSource;

    /** @param dataSource with lock, transaction and socket timeouts set */
    public PostgresJournal(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Taken take(int partition, LogIdentity log, UUID newOwner, @Nullable UUID previousOwner) {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var taken = take(connection, partition, log, newOwner, previousOwner);
                connection.commit();
                return taken;
            } catch (SQLException failure) {
                rollback(connection, failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw unavailable("taking partition " + partition, failure);
        }
    }

    private static Taken take(Connection connection, int partition, LogIdentity log, UUID newOwner,
            @Nullable UUID previousOwner) throws SQLException {
        var row = lock(connection, partition);
        if (row.isEmpty()) {
            if (log.start() > 0) {
                return new Taken.Refused(
                        "no position is stored, and the log no longer has its first record: it starts at "
                                + log.start());
            }
            insert(connection, partition, log, newOwner);
            row = lock(connection, partition);
        }
        var before = row.orElseThrow(() -> new SQLException("the row of partition " + partition + " vanished"));
        var objection = log.objection(before);
        if (objection.isPresent()) {
            return new Taken.Refused(objection.get());
        }
        if (previousOwner != null && !previousOwner.equals(before.owner())) {
            return new Taken.Foreign();
        }
        try (var update = connection.prepareStatement(JournalSql.TAKE)) {
            update.setObject(1, newOwner);
            update.setInt(2, partition);
            if (update.executeUpdate() != 1) {
                throw new SQLException("the row of partition " + partition + " vanished");
            }
        }
        return new Taken.Mine(new Progress(partition, before.topicId(), before.generation(), newOwner,
                before.nextOffset(), before.logTime(), before.outcomes()));
    }

    private static Optional<Progress> lock(Connection connection, int partition) throws SQLException {
        try (var select = connection.prepareStatement(JournalSql.LOCK)) {
            select.setInt(1, partition);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(JournalRows.progress(rows)) : Optional.empty();
            }
        }
    }

    private static void insert(Connection connection, int partition, LogIdentity log, UUID owner) throws SQLException {
        try (var insert = connection.prepareStatement(JournalSql.FIRST)) {
            insert.setInt(1, partition);
            insert.setObject(2, log.topicId());
            insert.setInt(3, FIRST_GENERATION);
            insert.setObject(4, owner);
            insert.executeUpdate();
        }
    }

    @Override
    public Facts read(Collection<UUID> bookingIds, Collection<Integer> subsectionIds, Collection<BuyerOfEvent> buyers) {
        var facts = new JournalRows.Collected();
        var questions = new ArrayList<Question>();
        if (!bookingIds.isEmpty()) {
            questions.add(new Question(JournalSql.BOOKINGS, row -> facts.add(JournalRows.booking(row))));
        }
        if (!subsectionIds.isEmpty()) {
            questions.add(new Question(JournalSql.SUBSECTIONS, row -> facts.add(JournalRows.subsection(row))));
        }
        if (!buyers.isEmpty()) {
            questions.add(new Question(JournalSql.TICKETS,
                    row -> facts.add(JournalRows.buyer(row), row.getInt("taken"))));
        }
        if (questions.isEmpty()) {
            return facts.facts();
        }
        var sql = questions.stream().map(Question::sql).collect(Collectors.joining());
        try (var connection = dataSource.getConnection(); var select = connection.prepareStatement(sql)) {
            int parameter = 1;
            if (!bookingIds.isEmpty()) {
                select.setArray(parameter++, connection.createArrayOf("uuid", bookingIds.toArray()));
            }
            if (!subsectionIds.isEmpty()) {
                select.setArray(parameter++, connection.createArrayOf("int4", subsectionIds.toArray()));
            }
            if (!buyers.isEmpty()) {
                var list = List.copyOf(buyers);
                new Columns(list.size()).uuids(list, BuyerOfEvent::eventId).texts(list, BuyerOfEvent::buyer)
                        .bind(connection, select, parameter);
            }
            select.execute();
            for (var question : questions) {
                collect(select, question.row());
                select.getMoreResults();
            }
            return facts.facts();
        } catch (SQLException failure) {
            throw unavailable("reading facts", failure);
        }
    }

    private record Question(String sql, RowReader row) {}

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void collect(PreparedStatement select, RowReader reader) throws SQLException {
        try (ResultSet rows = select.getResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    @Override
    public CommitResult commit(BatchWrites writes) {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var flush = new BatchFlush(writes);
                var mismatch = flush.send(connection);
                if (mismatch.isPresent()) {
                    connection.rollback();
                    return new CommitResult.Mismatch(mismatch.get());
                }
            } catch (SQLException failure) {
                rollback(connection, failure);
                var result = BatchFlush.explain(failure);
                if (result.isPresent()) {
                    return result.get();
                }
                throw failure;
            }
            connection.commit();
            return new CommitResult.Committed();
        } catch (SQLException failure) {
            throw unavailable("committing a batch", failure);
        }
    }

    /** A rollback that fails too ends with the connection; the server then does the same. */
    private static void rollback(Connection connection, SQLException why) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            why.addSuppressed(failure);
        }
    }

    private static JournalUnavailableException unavailable(String doing, SQLException failure) {
        return new JournalUnavailableException(doing + ": " + failure.getMessage(), failure);
    }

    /** Whether no partition was ever opened on this database. */
    public boolean isEmpty() {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(JournalSql.ANY_POSITION);
                var rows = select.executeQuery()) {
            return !rows.next();
        } catch (SQLException failure) {
            throw unavailable("looking for positions", failure);
        }
    }

    /**
     * Adopts a log that took the place of the old one: every partition starts at its beginning, a generation later. The last
     * outcomes of the old one stay in the row: nobody knows whether they were published.
     *
     * @return how many partitions changed their log
     */
    public int adopt(Map<Integer, LogIdentity> logs) {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            int adopted = 0;
            try (var update = connection.prepareStatement(JournalSql.ADOPT)) {
                for (var log : logs.entrySet()) {
                    update.setObject(1, log.getValue().topicId());
                    update.setObject(2, UUID.randomUUID());
                    update.setLong(3, log.getValue().start());
                    update.setInt(4, log.getKey());
                    update.setObject(5, log.getValue().topicId());
                    update.setInt(6, Version.MAX_GENERATION);
                    adopted += update.executeUpdate();
                }
            } catch (SQLException failure) {
                rollback(connection, failure);
                throw failure;
            }
            connection.commit();
            return adopted;
        } catch (SQLException failure) {
            throw unavailable("adopting the log", failure);
        }
    }
}
