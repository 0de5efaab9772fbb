package io.seatlog.ticketing.seatmap;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.ticketing.catalog.Subsection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The maps as the truth has them. Version and claims come from one statement, so from one snapshot; a subsection without
 * a row was never decided about: all free, version 0. Blocks; thread-safe.
 */
class PostgresMaps {
    /** Up to 50,000 claims in one answer. */
    private static final int SLICE = 100;
    private static final String CLAIMS = """
            select s.id, s.version, t.seat, b.status, t.booking_id
              from reservation.subsection s
              left join reservation.ticket t on t.subsection_id = s.id
              left join reservation.booking b on b.id = t.booking_id
             where s.id = any(?)""";
    private static final String COUNTS = "select id, version, free from reservation.subsection where id = any(?)";
    private final DataSource dataSource;

    PostgresMaps(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    private static final class Claims {
        private final SeatState[] states;
        private long version = Version.NONE;

        private Claims(int seats) {
            states = new SeatState[seats];
            Arrays.fill(states, SeatState.AVAILABLE);
        }

        private MapLayout.Image image() {
            return MapLayout.image(version, states.length, seat -> states[seat]);
        }
    }

    /** @return the image of each subsection */
    Map<Subsection, MapLayout.Image> images(Collection<Subsection> subsections) throws SQLException {
        var images = new HashMap<Subsection, MapLayout.Image>();
        var all = List.copyOf(subsections);
        try (var connection = dataSource.getConnection(); var statement = connection.prepareStatement(CLAIMS)) {
            for (int from = 0; from < all.size(); from += SLICE) {
                var slice = all.subList(from, Math.min(from + SLICE, all.size()));
                var claims = slice.stream().collect(
                        Collectors.toMap(Subsection::id, subsection -> new Claims(subsection.plan().seats())));
                bindIds(connection, statement, claims.keySet());
                readClaims(statement, claims);
                slice.forEach(subsection -> images.put(subsection, image(claims, subsection)));
            }
        }
        return images;
    }

    private static MapLayout.Image image(Map<Integer, Claims> claims, Subsection subsection) {
        var of = claims.get(subsection.id());
        return (of == null ? new Claims(subsection.plan().seats()) : of).image();
    }

    private static void readClaims(PreparedStatement statement, Map<Integer, Claims> claims) throws SQLException {
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                var of = claims.get(rows.getInt(1));
                if (of != null) {
                    of.version = rows.getLong(2);
                    claim(of, rows);
                }
            }
        }
    }

    private static void claim(Claims of, ResultSet row) throws SQLException {
        int seat = row.getInt(3);
        if (!row.wasNull() && seat < of.states.length) {
            of.states[seat] = state(row);
        }
    }

    private static SeatState state(ResultSet row) throws SQLException {
        if (House.CLAIM.equals(row.getObject(5, UUID.class))) {
            return SeatState.BLOCKED;
        }
        return row.getInt(4) == BookingStatus.CONFIRMED.code() ? SeatState.SOLD : SeatState.HELD;
    }

    /** @return version and free seats of each subsection */
    Map<Subsection, SeatCount> counts(Collection<Subsection> subsections) throws SQLException {
        var stored = new HashMap<Integer, SeatCount>();
        try (var connection = dataSource.getConnection(); var statement = connection.prepareStatement(COUNTS)) {
            bindIds(connection, statement, subsections.stream().map(Subsection::id).toList());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    stored.put(rows.getInt(1), new SeatCount(rows.getLong(2), rows.getInt(3)));
                }
            }
        }
        return subsections.stream().collect(Collectors.toMap(Function.identity(), subsection -> stored
                .getOrDefault(subsection.id(), new SeatCount(Version.NONE, subsection.plan().seats())), (a, _) -> a));
    }

    private static void bindIds(Connection connection, PreparedStatement statement, Collection<Integer> ids)
            throws SQLException {
        statement.setArray(1, connection.createArrayOf("integer", ids.toArray()));
    }
}
