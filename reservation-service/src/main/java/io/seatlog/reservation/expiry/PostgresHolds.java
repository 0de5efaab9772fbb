package io.seatlog.reservation.expiry;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.BookingStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the partial index of deadlines, the start of each partition's part of it: the other holds cost nothing. */
public final class PostgresHolds implements HoldReader {
    private static final int TIMEOUT_SECONDS = 5;
    static final String ENDING = """
            select b.id, b.subsection_id, b.partition, b.hold_until, s.event_id, s.section, s.subsection
              from unnest(?::smallint[]) as owned (partition)
             cross join lateral (
                   select id, subsection_id, partition, hold_until
                     from reservation.booking
                    where partition = owned.partition and status = %d and hold_until < ?
                    order by hold_until
                    limit ?) b
              join reservation.subsection s on s.id = b.subsection_id
            """.formatted(BookingStatus.HELD.code());
    private final DataSource dataSource;

    /** @param dataSource connections that commit by themselves, to the primary */
    public PostgresHolds(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public List<Hold> endingBefore(Instant before, Set<Integer> partitions, int mostEach) {
        try (var connection = dataSource.getConnection(); var select = connection.prepareStatement(ENDING)) {
            select.setQueryTimeout(TIMEOUT_SECONDS);
            select.setArray(1, connection.createArrayOf("smallint", partitions.toArray()));
            select.setObject(2, OffsetDateTime.ofInstant(before, ZoneOffset.UTC));
            select.setInt(3, mostEach);
            try (var rows = select.executeQuery()) {
                var holds = new ArrayList<Hold>();
                while (rows.next()) {
                    holds.add(hold(rows));
                }
                return holds;
            }
        } catch (SQLException failure) {
            throw new HoldsUnavailableException("reading the deadlines of holds: " + failure.getMessage(), failure);
        }
    }

    private static Hold hold(ResultSet row) throws SQLException {
        var key = new SubsectionKey(row.getObject(5, UUID.class), row.getString(6), row.getString(7));
        return new Hold(row.getObject(1, UUID.class), row.getInt(2), key, row.getInt(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }
}
