package io.seatlog.reservation.journal;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.subsection.Subsection;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as values. */
final class JournalRows {
    private JournalRows() {}

    static final class Collected {
        private final Map<UUID, Booking> bookings = new HashMap<>();
        private final Map<Integer, Subsection> subsections = new HashMap<>();
        private final Map<BuyerOfEvent, Integer> tickets = new HashMap<>();

        void add(Booking booking) {
            bookings.put(booking.id(), booking);
        }

        void add(Subsection subsection) {
            subsections.put(subsection.id(), subsection);
        }

        void add(BuyerOfEvent buyer, int taken) {
            tickets.put(buyer, taken);
        }

        Facts facts() {
            return new Facts(bookings, subsections, tickets);
        }
    }

    static Progress progress(ResultSet row) throws SQLException {
        var outcomes = row.getBytes("outcomes");
        return new Progress(row.getInt("partition"), uuid(row, "topic_id"), row.getInt("generation"),
                uuid(row, "owner"), row.getLong("next_offset"), time(row, "log_time"),
                outcomes == null ? new byte[0] : outcomes);
    }

    static Booking booking(ResultSet row) throws SQLException {
        int reason = row.getInt("reason");
        Timestamp holdUntil = row.getTimestamp("hold_until");
        return new Booking(uuid(row, "id"), row.getInt("subsection_id"), uuid(row, "event_id"),
                row.getString("buyer"), uuid(row, "content_hash"), BookingStatus.ofCode(row.getInt("status")),
                reason == 0 ? null : Reason.ofCode(reason), row.getInt("quantity"), seats(row.getArray("seats")),
                row.getLong("price_minor"), row.getString("currency"),
                holdUntil == null ? null : holdUntil.toInstant(), row.getLong("version"),
                row.getLong("created_version"), time(row, "created_at"), time(row, "changed_at"),
                row.getBoolean("extended"), row.getObject("payment_id", UUID.class));
    }

    static BuyerOfEvent buyer(ResultSet row) throws SQLException {
        return new BuyerOfEvent(uuid(row, "event_id"), row.getString("buyer"));
    }

    static Subsection subsection(ResultSet row) throws SQLException {
        var key = new SubsectionKey(uuid(row, "event_id"), row.getString("section"), row.getString("subsection"));
        var terms = new Terms(row.getInt("terms_version"), row.getLong("price_minor"), row.getString("currency"),
                time(row, "on_sale_at"), time(row, "off_sale_at"), row.getInt("hold_seconds"),
                row.getInt("max_per_booking"), row.getInt("max_per_buyer"), Sale.ofCode(row.getInt("sale")));
        var opening = new Command.OpenSubsection(row.getInt("id"), key, row.getInt("partition"),
                SeatingPlan.ofBytes(row.getBytes("plan")), terms);
        return new Subsection(opening, seats(row.getArray("held")), seats(row.getArray("sold")),
                seats(row.getArray("blocked")), row.getLong("version"));
    }

    private static Seats seats(@Nullable Array array) throws SQLException {
        if (array == null) {
            return Seats.NONE;
        }
        var numbers = (Short[]) array.getArray();
        var seats = new int[numbers.length];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = numbers[i];
        }
        return Seats.of(seats);
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
