package io.seatlog.reservation.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows turned into arrays, one a column, for {@code unnest}. Primitive arrays travel in binary. */
final class Columns {
    private record Column(String type, Object array) {}

    private final int rows;
    private final List<Column> columns = new ArrayList<>();

    Columns(int rows) {
        this.rows = rows;
    }

    int rows() {
        return rows;
    }

    <T> Columns shorts(List<T> from, ToIntFunction<T> value) {
        var array = new short[rows];
        for (int i = 0; i < rows; i++) {
            array[i] = (short) value.applyAsInt(from.get(i));
        }
        return add("int2", array);
    }

    <T> Columns ints(List<T> from, ToIntFunction<T> value) {
        return add("int4", from.stream().mapToInt(value).toArray());
    }

    <T> Columns longs(List<T> from, ToLongFunction<T> value) {
        return add("int8", from.stream().mapToLong(value).toArray());
    }

    <T> Columns uuids(List<T> from, Function<T, UUID> value) {
        return add("uuid", from.stream().map(value).toArray(UUID[]::new));
    }

    <T> Columns optionalUuids(List<T> from, Function<T, @Nullable UUID> value) {
        var array = new @Nullable UUID[rows];
        for (int i = 0; i < rows; i++) {
            array[i] = value.apply(from.get(i));
        }
        return add("uuid", array);
    }

    <T> Columns texts(List<T> from, Function<T, String> value) {
        return add("text", from.stream().map(value).toArray(String[]::new));
    }

    <T> Columns bytes(List<T> from, Function<T, byte[]> value) {
        return add("bytea", from.stream().map(value).toArray(byte[][]::new));
    }

    /** @return the parameter after the last one bound */
    int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
        int parameter = first;
        for (var column : columns) {
            statement.setArray(parameter++, array(connection, column));
        }
        return parameter;
    }

    private static Array array(Connection connection, Column column) throws SQLException {
        var postgres = connection.unwrap(PGConnection.class);
        return postgres.createArrayOf(column.type, column.array);
    }

    private Columns add(String type, Object array) {
        columns.add(new Column(type, array));
        return this;
    }
}
