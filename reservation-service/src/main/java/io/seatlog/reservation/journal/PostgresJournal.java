package io.seatlog.reservation.journal;

import io.seatlog.kernel.id.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    public Facts read(Collection<UUID> bookingIds, Collection<Integer> subsectionIds) {
        var facts = new JournalRows.Collected();
        if (bookingIds.isEmpty() && subsectionIds.isEmpty()) {
            return facts.facts();
        }
        var sql = (bookingIds.isEmpty() ? "" : JournalSql.BOOKINGS)
                + (subsectionIds.isEmpty() ? "" : JournalSql.SUBSECTIONS);
        try (var connection = dataSource.getConnection(); var select = connection.prepareStatement(sql)) {
            int parameter = 1;
            if (!bookingIds.isEmpty()) {
                select.setArray(parameter++, connection.createArrayOf("uuid", bookingIds.toArray()));
            }
            if (!subsectionIds.isEmpty()) {
                select.setArray(parameter, connection.createArrayOf("int4", subsectionIds.toArray()));
            }
            boolean more = select.execute();
            boolean bookings = !bookingIds.isEmpty();
            while (more) {
                collect(select, facts, bookings);
                bookings = false;
                more = select.getMoreResults();
            }
            return facts.facts();
        } catch (SQLException failure) {
            throw unavailable("reading facts", failure);
        }
    }

    private static void collect(PreparedStatement select, JournalRows.Collected facts, boolean bookings)
            throws SQLException {
        try (ResultSet rows = select.getResultSet()) {
            while (rows.next()) {
                if (bookings) {
                    facts.add(JournalRows.booking(rows));
                } else {
                    facts.add(JournalRows.subsection(rows));
                }
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

    /** Adopts a log that took the place of the old one: every partition starts at its beginning, a generation later. */
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
