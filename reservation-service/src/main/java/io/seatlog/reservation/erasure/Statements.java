package io.seatlog.reservation.erasure;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** One statement, one transaction. What met a lock of a batch is tried again, since it changed nothing. */
final class Statements {
    private static final Set<String> BUSY = Set.of("55P03", "40P01", "40001");
    private static final int TRIES = 10;
    private final DataSource dataSource;

    Statements(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @FunctionalInterface
    interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    <T> List<T> query(String sql, Parameters parameters, Row<T> row) {
        return tried(sql, statement -> {
            parameters.set(statement);
            try (var rows = statement.executeQuery()) {
                var found = new ArrayList<T>();
                while (rows.next()) {
                    found.add(row.read(rows));
                }
                return found;
            }
        });
    }

    /** @return how many rows it changed */
    int update(String sql, Parameters parameters) {
        return tried(sql, statement -> {
            parameters.set(statement);
            return statement.executeUpdate();
        });
    }

    private <T> T tried(String sql, Work<T> work) {
        for (int attempt = 1;; attempt++) {
            try (var connection = dataSource.getConnection(); var statement = connection.prepareStatement(sql)) {
                return work.on(statement);
            } catch (SQLException failure) {
                if (attempt == TRIES || !BUSY.contains(String.valueOf(failure.getSQLState()))) {
                    throw new ErasureUnfinishedException("the database: " + failure.getMessage(), failure);
                }
            }
        }
    }
}
