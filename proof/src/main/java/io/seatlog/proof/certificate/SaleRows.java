package io.seatlog.proof.certificate;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryWriter;
import io.seatlog.reservation.partition.Publication;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event's rows in the one snapshot of the connection's transaction: repeatable read, read only, by cursor. It
 * takes no lock that anybody would wait for; an old snapshot only keeps dead rows from being cleared for so long.
 */
final class SaleRows {
    private static final int FETCH = 2_000;
    /** Of ids that are kept in memory; more are no sale but an attack, and are said. */
    static final int MOST_FOREIGN = 100_000;
    private static final String SUBSECTIONS = """
            select id, event_id, section, subsection, partition, plan, price_minor, currency, on_sale_at, off_sale_at,
                   hold_seconds, max_per_booking, max_per_buyer, sale, terms_version, version, free
              from reservation.subsection where event_id = ? order by id""";
    private static final String PROGRESS = """
            select partition, generation, next_offset, log_time, outcomes from reservation.partition_progress
             where partition in (select partition from reservation.subsection where event_id = ?)""";
    private static final String FOREIGN = """
            select distinct r.booking_id from reservation.refusal r join reservation.booking b on b.id = r.booking_id
             where r.reason = 7 and b.event_id <> ?
               and r.partition in (select partition from reservation.subsection where event_id = ?)""";
    private static final String DEAD_LETTERS = """
            select count(*) from reservation.dead_letter
             where partition in (select partition from reservation.subsection where event_id = ?)""";
    private static final String MAY_SEE_PAYMENTS = """
            select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'ticketing' and c.relname = 'payment' and has_schema_privilege(n.oid, 'usage')
                      and has_table_privilege(c.oid, 'select'))""";
    private static final String UNDER_WAY = """
            select count(*) from ticketing.payment where event_id = ? and state in (1, 2, 4, 5, 7, 10, 12)""";
    /** Rejections have no index by event: they are found by the subsections, in one walk through the table. */
    private static final String BOOKINGS = """
            select id, version, created_version, partition, subsection_id, event_id, buyer, content_hash, status, reason,
                   quantity, seats, price_minor, currency, hold_until, created_at, changed_at, extended, payment_id
              from reservation.booking where event_id = ?""";
    private static final String CLAIMS = """
            select t.subsection_id, t.seat, t.booking_id from reservation.ticket t
             where t.subsection_id in (select id from reservation.subsection where event_id = ?)""";
    private static final String BUYERS = "select event_id, buyer, taken from reservation.buyer_tickets where event_id = ?";
    private static final String REFUSALS = """
            select r.partition, r.version, r.booking_id, r.reason from reservation.refusal r
             where r.partition in (select partition from reservation.subsection where event_id = ?)""";
    private final Connection connection;
    private final UUID eventId;

    SaleRows(Connection connection, UUID eventId) throws SQLException {
        this.connection = connection;
        this.eventId = eventId;
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    /** The first query, which takes the snapshot. */
    SaleCut cut() throws SQLException, IOException {
        Map<Integer, SaleCut.Position> partitions = new TreeMap<>();
        each(PROGRESS, row -> {
            var outcomes = row.getBytes("outcomes");
            partitions.put(row.getInt("partition"), new SaleCut.Position(row.getInt("generation"),
                    row.getLong("next_offset"), time(row, "log_time"),
                    Publication.decode(outcomes == null ? new byte[0] : outcomes)));
        });
        Map<Integer, Command.OpenSubsection> subsections = new TreeMap<>();
        each(SUBSECTIONS, row -> subsections.put(row.getInt("id"), opening(row)));
        Set<UUID> foreign = new HashSet<>();
        try (var select = connection.prepareStatement(FOREIGN + " limit " + MOST_FOREIGN)) {
            select.setObject(1, eventId);
            select.setObject(2, eventId);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    foreign.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return new SaleCut(eventId, partitions, subsections, foreign, count(DEAD_LETTERS, true),
                mayQuery(MAY_SEE_PAYMENTS) ? count(UNDER_WAY, true) : -1);
    }

    /**
     * Writes all rows of the event, and ends the transaction. Refusals do not say whose they are, so those of the event's
     * partitions wait in a file of their own until the log was read.
     *
     * @return the version of each subsection
     */
    Map<Integer, Long> write(HistoryWriter writer, DataOutputStream refusals, Progress progress)
            throws SQLException, IOException {
        Map<Integer, Long> versions = new TreeMap<>();
        var counted = new long[1];
        each(SUBSECTIONS, row -> {
            versions.put(row.getInt("id"), row.getLong("version"));
            writer.write(new HistoryRecord.SubsectionRow(opening(row), row.getLong("version"), row.getInt("free")));
        });
        each(BOOKINGS, row -> {
            writer.write(new HistoryRecord.BookingRow(row.getInt("partition"), booking(row)));
            if (++counted[0] % Progress.EVERY == 0) {
                progress.at("reading rows", counted[0], 0);
            }
        });
        each(CLAIMS, row -> writer.write(new HistoryRecord.ClaimRow(row.getInt(1), row.getInt(2),
                row.getObject(3, UUID.class))));
        each(BUYERS, row -> writer.write(new HistoryRecord.BuyerRow(row.getObject(1, UUID.class), row.getString(2),
                row.getInt(3))));
        each(REFUSALS, row -> {
            var booking = row.getObject(3, UUID.class);
            refusals.writeInt(row.getInt(1));
            refusals.writeLong(row.getLong(2));
            refusals.writeLong(booking.getMostSignificantBits());
            refusals.writeLong(booking.getLeastSignificantBits());
            refusals.writeByte(row.getInt(4));
        });
        connection.rollback();
        return versions;
    }

    /** The payments among these that are the event's. */
    static Set<UUID> ofEvent(Connection connection, UUID eventId, Set<UUID> payments) throws SQLException {
        Set<UUID> of = new HashSet<>();
        try (var select = connection
                .prepareStatement("select id from ticketing.payment where event_id = ? and id = any (?)")) {
            select.setObject(1, eventId);
            select.setArray(2, connection.createArrayOf("uuid", payments.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    of.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return of;
    }

    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException, IOException;
    }

    private void each(String query, Row each) throws SQLException, IOException {
        try (var select = connection.prepareStatement(query)) {
            select.setFetchSize(FETCH);
            select.setObject(1, eventId);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    each.read(rows);
                }
            }
        }
    }

    private boolean mayQuery(String question) throws SQLException {
        return count(question, false) != 0;
    }

    private long count(String query, boolean ofEvent) throws SQLException {
        try (var select = connection.prepareStatement(query)) {
            if (ofEvent) {
                select.setObject(1, eventId);
            }
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getObject(1) instanceof Boolean yes ? yes ? 1 : 0 : rows.getLong(1);
            }
        }
    }

    private static Command.OpenSubsection opening(ResultSet row) throws SQLException {
        var key = new SubsectionKey(row.getObject("event_id", UUID.class), row.getString("section"),
                row.getString("subsection"));
        var terms = new Terms(row.getInt("terms_version"), row.getLong("price_minor"), row.getString("currency"),
                time(row, "on_sale_at"), time(row, "off_sale_at"), row.getInt("hold_seconds"),
                row.getInt("max_per_booking"), row.getInt("max_per_buyer"), Sale.ofCode(row.getInt("sale")));
        return new Command.OpenSubsection(row.getInt("id"), key, row.getInt("partition"),
                SeatingPlan.ofBytes(row.getBytes("plan")), terms);
    }

    private static Booking booking(ResultSet row) throws SQLException {
        int reason = row.getInt("reason");
        Timestamp holdUntil = row.getTimestamp("hold_until");
        return new Booking(row.getObject("id", UUID.class), row.getInt("subsection_id"),
                row.getObject("event_id", UUID.class), row.getString("buyer"),
                row.getObject("content_hash", UUID.class), BookingStatus.ofCode(row.getInt("status")),
                reason == 0 ? null : Reason.ofCode(reason), row.getInt("quantity"), seats(row.getArray("seats")),
                row.getLong("price_minor"), row.getString("currency"),
                holdUntil == null ? null : holdUntil.toInstant(), row.getLong("version"),
                row.getLong("created_version"), time(row, "created_at"), time(row, "changed_at"),
                row.getBoolean("extended"), row.getObject("payment_id", UUID.class));
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

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
