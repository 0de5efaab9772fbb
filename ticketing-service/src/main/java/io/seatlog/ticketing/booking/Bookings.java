package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Bookings and refusals as the truth has them: the primary's rows. Blocks; read-only. */
@Repository
public class Bookings {
    private static final String COLUMNS = """
            select id, version, created_version, subsection_id, event_id, buyer, content_hash, status, reason, quantity,
                   seats, price_minor, currency, hold_until, created_at, changed_at, extended, payment_id
              from reservation.booking""";
    private final JdbcTemplate jdbc;

    Bookings(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @return those that have a row, by id */
    public Map<UUID, Booking> byIds(Collection<UUID> ids) {
        var found = new HashMap<UUID, Booking>();
        jdbc.query(COLUMNS + " where id = any(?)", row -> {
            var booking = booking(row);
            found.put(booking.id(), booking);
        }, (Object) ids.toArray(UUID[]::new));
        return found;
    }

    /**
     * What one page of a list shows, newest first.
     *
     * @param status null for all; rejected ones are in no list, since no index holds them
     * @param after the id that the page before ended with
     */
    public record Page(@Nullable BookingStatus status, @Nullable UUID after, int limit) {}

    /** A buyer's bookings. */
    public List<Booking> mine(String buyer, @Nullable UUID eventId, Page page) {
        return eventId == null
                ? newest("buyer = ?", List.of(buyer), page)
                : newest("buyer = ? and event_id = ?", List.of(buyer, eventId), page);
    }

    /** The bookings of an event, whosever they are. */
    public List<Booking> newestOfEvent(UUID eventId, Page page) {
        return newest("event_id = ?", List.of(eventId), page);
    }

    private List<Booking> newest(String whose, List<Object> of, Page page) {
        var sql = new StringBuilder(COLUMNS).append(" where status <> 5 and ").append(whose);
        var values = new ArrayList<>(of);
        if (page.status() != null) {
            sql.append(" and status = ?");
            values.add(page.status().code());
        }
        if (page.after() != null) {
            sql.append(" and id < ?");
            values.add(page.after());
        }
        sql.append(" order by id desc limit ?");
        values.add(page.limit());
        return jdbc.query(sql.toString(), (row, _) -> booking(row), values.toArray());
    }

    /**
     * The bookings of an event in the order of their ids, without rejected ones.
     *
     * @param after the id that the page before ended with
     */
    public List<Booking> ofEvent(UUID eventId, @Nullable UUID after, int limit) {
        return jdbc.query(COLUMNS + " where status <> 5 and event_id = ? and id > ? order by id limit ?",
                (row, _) -> booking(row), eventId, after == null ? new UUID(0, 0) : after, limit);
    }

    /** @return what these buyers have open, by id */
    public Map<UUID, Booking> openOf(Collection<String> buyers) {
        var found = new HashMap<UUID, Booking>();
        jdbc.query(COLUMNS + " where status = 1 and buyer = any(?)", row -> {
            var booking = booking(row);
            found.put(booking.id(), booking);
        }, (Object) buyers.toArray(String[]::new));
        return found;
    }

    /** The refusal of the command with this version, if that is how it was decided. */
    public Optional<Refusal> refusal(int partition, long version) {
        return Optional.ofNullable(refusals(List.of(new Place(partition, version))).get(new Place(partition, version)));
    }

    /** Where a command was on the log. */
    public record Place(int partition, long version) {
        public static Place of(Receipt receipt) {
            return new Place(receipt.partition(), receipt.version());
        }
    }

    public Map<Place, Refusal> refusals(Collection<Place> places) {
        var found = new HashMap<Place, Refusal>();
        jdbc.query("""
                select partition, version, booking_id, buyer, command, reason, status, at from reservation.refusal
                 where (partition, version) in (select * from unnest(?::smallint[], ?::bigint[]))""", row -> {
            var refusal = new Refusal(row.getLong("version"), row.getObject("booking_id", UUID.class),
                    row.getString("buyer"), CommandType.ofCode(row.getInt("command")),
                    Reason.ofCode(row.getInt("reason")), status(row), Objects.requireNonNull(time(row, "at")));
            found.put(new Place(row.getInt("partition"), refusal.version()), refusal);
        }, places.stream().map(Place::partition).toArray(Integer[]::new),
                places.stream().map(Place::version).toArray(Long[]::new));
        return found;
    }

    private static Booking booking(ResultSet row) throws SQLException {
        int reason = row.getInt("reason");
        return new Booking(row.getObject("id", UUID.class), row.getInt("subsection_id"),
                row.getObject("event_id", UUID.class), row.getString("buyer"),
                row.getObject("content_hash", UUID.class), BookingStatus.ofCode(row.getInt("status")),
                reason == 0 ? null : Reason.ofCode(reason), row.getInt("quantity"), seats(row),
                row.getLong("price_minor"), row.getString("currency"), time(row, "hold_until"),
                row.getLong("version"), row.getLong("created_version"),
                Objects.requireNonNull(time(row, "created_at")), Objects.requireNonNull(time(row, "changed_at")),
                row.getBoolean("extended"), row.getObject("payment_id", UUID.class));
    }

    private static Seats seats(ResultSet row) throws SQLException {
        var array = row.getArray("seats");
        if (array == null) {
            return Seats.NONE;
        }
        var numbers = (Short[]) array.getArray();
        return Seats.of(Arrays.stream(numbers).mapToInt(Short::intValue).toArray());
    }

    private static @Nullable BookingStatus status(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        return status == 0 ? null : BookingStatus.ofCode(status);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
