package io.seatlog.reservation.seatmap;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.wire.MapLayout;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The truth in the tables of the reservation schema. Every call is one statement, so it sees one snapshot. */
public final class PostgresMapTruth implements MapTruth {
    private static final int TIMEOUT_SECONDS = 5;
    private static final String ON_SALE = """
            select id, version
              from reservation.subsection
             where partition = any (?) and off_sale_at > now() - interval '1 hour' and id > ?
             order by id
             limit ?
            """;
    /** A claim whose booking is not held is shown as sold: whatever it is, the seat is not free. */
    private static final String IMAGES = """
            select s.id, s.version, s.plan,
                   array_agg(t.seat) filter (where b.status = %1$d) as held,
                   array_agg(t.seat) filter (where t.booking_id = '%2$s') as blocked,
                   array_agg(t.seat) filter (where t.booking_id <> '%2$s' and b.status is distinct from %1$d) as sold
              from reservation.subsection s
              left join reservation.ticket t on t.subsection_id = s.id
              left join reservation.booking b on b.id = t.booking_id
             where s.id = any (?)
             group by s.id
            """.formatted(BookingStatus.HELD.code(), House.CLAIM);
    private final DataSource dataSource;

    /** @param dataSource connections that commit by themselves, to the primary */
    public PostgresMapTruth(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public List<OnSale> onSale(Set<Integer> partitions, int afterId, int limit) {
        return query(ON_SALE, (connection, statement) -> {
            statement.setArray(1, connection.createArrayOf("smallint", partitions.toArray()));
            statement.setInt(2, afterId);
            statement.setInt(3, limit);
        }, rows -> {
            var onSale = new ArrayList<OnSale>();
            while (rows.next()) {
                onSale.add(new OnSale(rows.getInt(1), rows.getLong(2)));
            }
            return onSale;
        });
    }

    @Override
    public Map<Integer, MapLayout.Image> images(Collection<Integer> subsectionIds) {
        return query(IMAGES, (connection, statement) -> statement.setArray(1,
                connection.createArrayOf("integer", subsectionIds.toArray())), rows -> {
                    var images = new HashMap<Integer, MapLayout.Image>();
                    while (rows.next()) {
                        images.put(rows.getInt(1), image(rows));
                    }
                    return images;
                });
    }

    private static MapLayout.Image image(ResultSet row) throws SQLException {
        int seats = SeatingPlan.ofBytes(row.getBytes(3)).seats();
        var states = new SeatState[seats];
        Arrays.fill(states, SeatState.AVAILABLE);
        mark(states, SeatState.HELD, row.getArray(4));
        mark(states, SeatState.BLOCKED, row.getArray(5));
        mark(states, SeatState.SOLD, row.getArray(6));
        return MapLayout.image(row.getLong(2), seats, seat -> states[seat]);
    }

    private static void mark(SeatState[] states, SeatState state, @Nullable Array seats) throws SQLException {
        if (seats != null) {
            for (var seat : (Object[]) seats.getArray()) {
                states[((Number) seat).intValue()] = state;
            }
        }
    }

    private <T> T query(String sql, Parameters parameters, Rows<T> rows) {
        try (var connection = dataSource.getConnection(); var statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            parameters.set(connection, statement);
            try (var result = statement.executeQuery()) {
                return rows.read(result);
            }
        } catch (SQLException failed) {
            throw new MapTruthUnavailableException("reading the truth of the seat maps failed", failed);
        }
    }

    @FunctionalInterface
    private interface Parameters {
        void set(Connection connection, PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
