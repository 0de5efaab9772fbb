package io.seatlog.ticketing.seatmap;

import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.seating.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what reservation-service would write; ticketing only reads it. */
public final class ReservationRows {
    private static final Path MIGRATIONS = Path.of("../reservation-service/src/main/resources/db/migration");
    private final SeatlogDatabase database;

    public ReservationRows(SeatlogDatabase database) {
        this.database = database;
    }

    public void migrate() throws SQLException, IOException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            for (var script : migrations()) {
                statement.execute(script);
            }
        }
    }

    /** All that reservation-service does to its schema, in order. */
    public static List<String> migrations() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            var scripts = new ArrayList<String>();
            for (var file : files.sorted(Comparator.comparingInt(ReservationRows::version)).toList()) {
                scripts.add(Files.readString(file));
            }
            return scripts;
        }
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
    }

    public void progress(int partition, UUID topicId, int generation, long nextOffset) throws SQLException {
        update("""
                insert into reservation.partition_progress
                    (partition, topic_id, generation, owner, epoch, next_offset, log_time)
                values (?, ?, ?, gen_random_uuid(), 1, ?, now())
                on conflict (partition) do update set generation = excluded.generation,
                    next_offset = excluded.next_offset, topic_id = excluded.topic_id""", statement -> {
            statement.setInt(1, partition);
            statement.setObject(2, topicId);
            statement.setInt(3, generation);
            statement.setLong(4, nextOffset);
        });
    }

    public void subsection(int id, UUID eventId, String section, String name, int partition, byte[] plan, int free,
            long version) throws SQLException {
        update("""
                insert into reservation.subsection (id, event_id, section, subsection, partition, plan, price_minor,
                    currency, on_sale_at, off_sale_at, hold_seconds, max_per_booking, terms_version, free, version)
                values (?, ?, ?, ?, ?, ?, 1000, 'EUR', now(), now() + interval '1 day', 600, 10, 1, ?, ?)
                on conflict (id) do update set free = excluded.free, version = excluded.version""", statement -> {
            statement.setInt(1, id);
            statement.setObject(2, eventId);
            statement.setString(3, section);
            statement.setString(4, name);
            statement.setInt(5, partition);
            statement.setBytes(6, plan);
            statement.setInt(7, free);
            statement.setLong(8, version);
        });
    }

    /** The row, and its claims while it has any. */
    public void booking(int partition, Booking booking) throws SQLException {
        boolean rejected = booking.status() == BookingStatus.REJECTED;
        update("""
                insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id,
                    buyer, content_hash, status, reason, quantity, seats, price_minor, currency, hold_until,
                    created_at, changed_at, payment_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update set version = excluded.version, status = excluded.status,
                    reason = excluded.reason, hold_until = excluded.hold_until, changed_at = excluded.changed_at,
                    payment_id = excluded.payment_id""",
                statement -> {
                    statement.setObject(1, booking.id());
                    statement.setLong(2, booking.version());
                    statement.setLong(3, booking.createdVersion());
                    statement.setInt(4, partition);
                    statement.setInt(5, booking.subsectionId());
                    statement.setObject(6, booking.eventId());
                    statement.setString(7, booking.buyer());
                    statement.setObject(8, booking.contentHash());
                    statement.setInt(9, booking.status().code());
                    statement.setObject(10, booking.reason() == null ? null : booking.reason().code());
                    statement.setInt(11, booking.quantity());
                    statement.setArray(12, rejected
                            ? null
                            : statement.getConnection().createArrayOf("smallint",
                                    booking.seats().stream().boxed().toArray()));
                    statement.setObject(13, rejected ? null : booking.priceMinor());
                    statement.setString(14, booking.currency());
                    statement.setTimestamp(15, time(booking.holdUntil()));
                    statement.setTimestamp(16, time(booking.createdAt()));
                    statement.setTimestamp(17, time(booking.changedAt()));
                    statement.setObject(18, booking.paymentId());
                });
        update("delete from reservation.ticket where booking_id = ?",
                statement -> statement.setObject(1, booking.id()));
        if (booking.status() == BookingStatus.HELD || booking.status() == BookingStatus.CONFIRMED) {
            for (int seat : booking.seats().stream().toArray()) {
                update("insert into reservation.ticket values (?, ?, ?)", statement -> {
                    statement.setInt(1, booking.subsectionId());
                    statement.setInt(2, seat);
                    statement.setObject(3, booking.id());
                });
            }
        }
    }

    public void blocked(int subsection, int... seats) throws SQLException {
        for (int seat : seats) {
            update("insert into reservation.ticket values (?, ?, ?)", statement -> {
                statement.setInt(1, subsection);
                statement.setInt(2, seat);
                statement.setObject(3, House.CLAIM);
            });
        }
    }

    public void refusal(int partition, long version, UUID bookingId, String buyer, int command, int reason)
            throws SQLException {
        update("insert into reservation.refusal values (?, ?, ?, ?, ?, ?, 1, now())", statement -> {
            statement.setInt(1, partition);
            statement.setLong(2, version);
            statement.setObject(3, bookingId);
            statement.setString(4, buyer);
            statement.setInt(5, command);
            statement.setInt(6, reason);
        });
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private void update(String sql, Binding binding) throws SQLException {
        try (var connection = connect(); var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            statement.executeUpdate();
        }
    }

    private Connection connect() throws SQLException {
        return database.connect(database.reservation());
    }

    private static @Nullable Timestamp time(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
