package io.seatlog.ticketing.payment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The rows in PostgreSQL, and what only readers ask of them. Blocks. Thread-safe. */
@Repository
class PostgresPayments implements PaymentRows {
    private static final String COLUMNS = """
            id, change, booking_id, event_id, subsection_id, buyer, amount_minor, currency, method, state, reference,
            client_secret, failure, attempts, confirm_version, sent_until, open_until, created_at""";
    private final JdbcTemplate jdbc;

    PostgresPayments(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Payment> insert(Payment payment, Instant leasedUntil, int most) {
        return jdbc.query(
                """
                        insert into ticketing.payment (id, booking_id, event_id, subsection_id, buyer, amount_minor, currency, method,
                               state, due, leased_until, created_at)
                        select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                         where (select count(*) from ticketing.payment where booking_id = ?) < ?
                        returning\s"""
                        + COLUMNS,
                (row, _) -> payment(row), payment.id(), payment.bookingId(),
                payment.eventId(), payment.subsectionId(), payment.buyer(), payment.amountMinor(), payment.currency(),
                payment.method(), payment.state().code(), time(leasedUntil), time(leasedUntil),
                time(payment.createdAt()), payment.bookingId(), most).stream().findFirst();
    }

    @Override
    public Optional<Payment> save(Payment payment) {
        return jdbc.queryForList("""
                update ticketing.payment
                   set change = nextval('ticketing.payment_change'), state = ?, reference = ?, client_secret = ?,
                       failure = ?, attempts = ?, confirm_version = ?, sent_until = ?, open_until = ?
                 where id = ? and change = ? returning change""", Long.class, payment.state().code(),
                payment.reference(), payment.clientSecret(), payment.failure(), payment.attempts(),
                payment.confirmVersion(), time(payment.sentUntil()), time(payment.openUntil()), payment.id(),
                payment.change()).stream().findFirst().map(payment::changed);
    }

    @Override
    public void release(Payment payment, @Nullable Instant due) {
        jdbc.update("update ticketing.payment set due = ?, leased_until = '-infinity' where id = ? and change = ?",
                time(due), payment.id(), payment.change());
    }

    @Override
    public List<Payment> claimDue(Instant now, Instant leasedUntil, int limit, Set<UUID> others) {
        return jdbc.query("""
                update ticketing.payment set change = nextval('ticketing.payment_change'), leased_until = ?, due = ?
                 where id in (select id from ticketing.payment where due <= ? and leased_until <= ?
                               and id <> all(?) order by due limit ? for update skip locked) returning\s""" + COLUMNS,
                (row, _) -> payment(row), time(leasedUntil), time(leasedUntil), time(now), time(now),
                others.toArray(UUID[]::new), limit);
    }

    @Override
    public Optional<Payment> claim(UUID id, Instant now, Instant leasedUntil) {
        return jdbc.query("""
                update ticketing.payment set change = nextval('ticketing.payment_change'), leased_until = ?, due = ?
                 where id = ? and leased_until <= ? returning\s""" + COLUMNS, (row, _) -> payment(row),
                time(leasedUntil), time(leasedUntil), id, time(now)).stream().findFirst();
    }

    @Override
    public List<UUID> refundable(Instant cancelledSince, int limit) {
        return jdbc.queryForList("""
                select p.id from reservation.booking b join ticketing.payment p on p.id = b.payment_id
                 where b.status = 3 and b.payment_id is not null and b.changed_at >= ? and p.state = ? limit ?""",
                UUID.class, time(cancelledSince), PaymentState.CAPTURED.code(), limit);
    }

    @Override
    public Optional<Payment> byId(UUID id) {
        return jdbc.query("select " + COLUMNS + " from ticketing.payment where id = ?", (row, _) -> payment(row), id)
                .stream().findFirst();
    }

    /** @return the newest of each booking that has any */
    List<Payment> latest(Collection<UUID> bookings) {
        return jdbc.query("select distinct on (booking_id) " + COLUMNS
                + " from ticketing.payment where booking_id = any(?) order by booking_id, created_at desc, id desc",
                (row, _) -> payment(row), (Object) bookings.toArray(UUID[]::new));
    }

    /** @return in the order of their changes */
    List<Payment> changedSince(long change, int limit) {
        return jdbc.query("select " + COLUMNS + " from ticketing.payment where change > ? order by change limit ?",
                (row, _) -> payment(row), change, limit);
    }

    long latestChange() {
        var latest = jdbc.queryForObject("select coalesce(max(change), 0) from ticketing.payment", Long.class);
        return latest == null ? 0 : latest;
    }

    private static Payment payment(ResultSet row) throws SQLException {
        return new Payment(row.getObject("id", UUID.class), row.getLong("change"),
                row.getObject("booking_id", UUID.class), row.getObject("event_id", UUID.class),
                row.getInt("subsection_id"), row.getString("buyer"), row.getLong("amount_minor"),
                row.getString("currency"), row.getString("method"), PaymentState.ofCode(row.getInt("state")),
                row.getString("reference"), row.getString("client_secret"), row.getString("failure"),
                row.getInt("attempts"), row.getObject("confirm_version", Long.class), instant(row, "sent_until"),
                instant(row, "open_until"), row.getTimestamp("created_at").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Timestamp time(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
