package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.seatmap.ReservationRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PostgresPaymentsTest extends PaymentRowsContract {
    private static JdbcTemplate jdbc;
    private static JdbcTemplate truth;
    private static ReservationRows bookings;
    private static PostgresPayments payments;

    @BeforeAll
    static void migrate() throws Exception {
        var database = TestServers.freshDatabase();
        bookings = new ReservationRows(database);
        bookings.migrate();
        jdbc = new JdbcTemplate(source(database, database.ticketing().user(), database.ticketing().password()));
        truth = new JdbcTemplate(source(database, database.reservation().user(), database.reservation().password()));
        Flyway.configure().dataSource(jdbc.getDataSource()).schemas("ticketing").defaultSchema("ticketing")
                .createSchemas(false).load().migrate();
        payments = new PostgresPayments(jdbc);
    }

    private static DriverManagerDataSource source(SeatlogDatabase database, String user, String password) {
        return new DriverManagerDataSource(database.url(), user, password);
    }

    @Override
    PaymentRows fresh() {
        jdbc.update("delete from ticketing.payment");
        truth.update("delete from reservation.ticket");
        truth.update("delete from reservation.booking");
        return payments;
    }

    @Override
    void store(Booking booking) {
        try {
            bookings.booking(0, booking);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void shouldGiveADuePaymentToOneOfManyWorkers() throws Exception {
        for (int i = 0; i < 40; i++) {
            payments.release(insert(payment(booking())), NOON);
        }
        var claims = new ArrayList<Callable<List<Payment>>>();
        for (int i = 0; i < 4; i++) {
            claims.add(() -> payments.claimDue(NOON, NOON.plus(LEASE), 20, Set.of()));
        }
        var claimed = new ArrayList<UUID>();
        try (var workers = Executors.newFixedThreadPool(4)) {
            for (var claim : workers.invokeAll(claims)) {
                claim.get().forEach(payment -> claimed.add(payment.id()));
            }
        }
        claimed.addAll(payments.claimDue(NOON, NOON.plus(LEASE), 40, Set.of()).stream().map(Payment::id).toList());
        assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void shouldLetOneOfManyChangeIt() throws Exception {
        var read = insert(payment(booking()));
        var saves = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 4; i++) {
            saves.add(() -> payments.save(read.uncertain()).isPresent());
        }
        int saved = 0;
        try (var workers = Executors.newFixedThreadPool(4)) {
            for (var save : workers.invokeAll(saves)) {
                saved += save.get() ? 1 : 0;
            }
        }
        assertThat(saved).isEqualTo(1);
    }

    @Test
    void shouldTellTheNewestOfEachBooking() {
        var booking = booking();
        insert(payment(booking));
        var newest = insert(payment(booking));
        var other = insert(payment(booking()));

        assertThat(payments.latest(List.of(booking.id(), other.bookingId(), new UUID(9, 9))))
                .containsExactlyInAnyOrder(newest, other);
    }

    @Test
    void shouldTellChangesInTheirOrder() {
        var one = insert(payment(booking()));
        var other = insert(payment(booking()));
        var again = payments.save(one.uncertain()).orElseThrow();

        assertThat(payments.latestChange()).isEqualTo(again.change());
        assertThat(payments.changedSince(one.change() - 1, 5)).containsExactly(other, again);
        assertThat(payments.changedSince(one.change() - 1, 1)).containsExactly(other);
        assertThat(payments.changedSince(again.change(), 5)).isEmpty();
    }
}
