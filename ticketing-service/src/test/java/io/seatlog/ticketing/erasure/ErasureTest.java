package io.seatlog.ticketing.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.TestServers;
import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.ticketing.TestIssuer;
import io.seatlog.ticketing.payment.PaymentState;
import io.seatlog.ticketing.seatmap.ReservationRows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** With the grants of this service, on both schemas. */
class ErasureTest {
    private static final String ADA = TestIssuer.shared().id("ada");
    private static final String BOB = TestIssuer.shared().id("bob");
    private static final String OLGA = TestIssuer.shared().id("olga");
    private static final int HELD = 1;
    private static final int CONFIRMED = 2;
    private static final int CANCELLED = 3;
    private static final int EXPIRED = 4;
    private static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");
    private static final SeatlogDatabase DATABASE = TestServers.freshDatabase();
    private static final JdbcTemplate JDBC = template(DATABASE.ticketing());
    private static final JdbcTemplate TRUTH = template(DATABASE.reservation());
    private final List<String> report = new ArrayList<>();
    private final Payments payments = new Payments(JDBC);
    private final Erasure erasure = new Erasure(JDBC, payments, new Obstacles(JDBC, payments, Duration.ofDays(1)),
            Clock.fixed(NOW, ZoneOffset.UTC), report::add);
    private long bookings;

    private static JdbcTemplate template(SeatlogDatabase.Login login) {
        return new JdbcTemplate(new DriverManagerDataSource(DATABASE.url(), login.user(), login.password()));
    }

    @BeforeAll
    static void migrate() throws Exception {
        new ReservationRows(DATABASE).migrate();
        Flyway.configure().dataSource(JDBC.getDataSource()).schemas("ticketing").defaultSchema("ticketing")
                .createSchemas(false).load().migrate();
    }

    @BeforeEach
    void clear() {
        TRUTH.update("delete from reservation.booking");
        JDBC.update("delete from ticketing.payment");
        JDBC.update("delete from ticketing.event");
    }

    @Test
    void shouldFindNothingInTheWayOfWhatIsOver() {
        var over = event(NOW.minus(Duration.ofHours(25)), NOW.minusSeconds(1));
        var upcoming = event(NOW.plus(Duration.ofDays(30)), NOW.plus(Duration.ofDays(29)));
        payment(booking(CONFIRMED, over, ADA), ADA, PaymentState.CAPTURED);
        payment(booking(CANCELLED, upcoming, ADA), ADA, PaymentState.REFUNDED);
        payment(booking(EXPIRED, upcoming, ADA), ADA, PaymentState.VOIDED);
        booking(HELD, upcoming, BOB);

        assertThat(erasure.check(ADA)).isTrue();

        assertThat(report).hasSize(2).contains("buyer " + ADA);
        assertThat(report.getLast().substring("replacement ".length())).matches(ErasedBuyer::isOne);
    }

    @Test
    void shouldFindWhatIsNotOver() {
        var started = event(NOW.minus(Duration.ofHours(23)), NOW.minus(Duration.ofDays(2)));
        var onSale = event(NOW.minus(Duration.ofDays(9)), NOW.plusSeconds(1));
        var over = event(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(9)));
        var held = booking(HELD, over, ADA);
        var tonight = booking(CONFIRMED, started, ADA);
        var late = booking(CONFIRMED, onSale, ADA);

        assertThat(erasure.check(ADA)).isFalse();

        assertThat(report).containsExactly("buyer " + ADA,
                "in the way: booking " + held + " of \"Night\" is HELD until 2030-06-01T12:10:00Z",
                "in the way: booking " + tonight
                        + " of \"Night\" is CONFIRMED, and its event is not over before 2030-06-01T13:00:00Z",
                "in the way: booking " + late
                        + " of \"Night\" is CONFIRMED, and its event is not over before 2030-06-01T12:00:01Z");
    }

    @ParameterizedTest
    @EnumSource(PaymentState.class)
    void shouldFindThePaymentsThatAreOpen(PaymentState state) {
        var booking = booking(EXPIRED, event(NOW, NOW), ADA);
        var payment = payment(booking, ADA, state);

        assertThat(erasure.check(ADA)).isEqualTo(!state.isOpen());

        if (state.isOpen()) {
            assertThat(report).contains("in the way: payment " + payment + " of booking " + booking + " is " + state);
        }
    }

    @Test
    void shouldWaitForARefundThatHasNotBegun() {
        var booking = booking(CANCELLED, event(NOW, NOW), ADA);
        var payment = payment(booking, ADA, PaymentState.CAPTURED);
        TRUTH.update("update reservation.booking set payment_id = ? where id = ?", payment, booking);

        assertThat(erasure.check(ADA)).isFalse();

        assertThat(report.getLast()).isEqualTo(
                "in the way: payment " + payment + " of booking " + booking + " is CAPTURED and will be refunded");
    }

    @Test
    void shouldListTwentyAndCountTheOthers() {
        var event = event(NOW, NOW);
        for (int i = 0; i < 23; i++) {
            booking(HELD, event, ADA);
        }

        assertThat(erasure.check(ADA)).isFalse();

        assertThat(report).hasSize(22).endsWith("in the way: 3 more");
    }

    @Test
    void shouldMakeThePaymentsNobodysAndNothingElse() {
        var nobody = ErasedBuyer.next();
        var event = event(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(9)));
        var captured = payment(booking(CONFIRMED, event, ADA), ADA, PaymentState.CAPTURED);
        var open = payment(booking(EXPIRED, event, ADA), ADA, PaymentState.VOID_DUE);
        var bobs = payment(booking(CONFIRMED, event, BOB), BOB, PaymentState.CAPTURED);
        var before = List.of(row(captured), row(open), row(bobs));

        assertThat(erasure.erase(ADA, nobody)).as("as long as one is open").isFalse();

        assertThat(row(captured)).isEqualTo(
                before.getFirst().replace(ADA, nobody).replace("pm_of_ada", "erased").replace("of_her_browser", ""));
        assertThat(List.of(row(open), row(bobs))).isEqualTo(before.subList(1, 3));
        assertThat(report).containsExactly("ticketing.payment               1",
                "in the way: payment " + open + " of booking " + bookingOf(open) + " is VOID_DUE");
        JDBC.update("update ticketing.payment set state = 8 where id = ?", open);
        assertThat(erasure.erase(ADA, nobody)).isTrue();
        assertThat(row(open)).contains(nobody);
    }

    /** It lost the row that it read, as to any other change of it. */
    @Test
    void shouldBeAChangeForWhoeverReadThePaymentBefore() {
        var payment = payment(booking(CONFIRMED, event(NOW, NOW), ADA), ADA, PaymentState.CAPTURED);
        long read = change(payment);

        erasure.erase(ADA, ErasedBuyer.next());

        assertThat(change(payment)).isGreaterThan(read);
    }

    @Test
    void shouldSayThatEventsKeepTheirOrganizer() {
        event(NOW, NOW);
        event(NOW, NOW);

        assertThat(erasure.erase(OLGA, ErasedBuyer.next())).isTrue();

        assertThat(report).containsExactly("ticketing.payment               0",
                "ticketing.event                 2 not changed: an event keeps its organizer");
    }

    @Test
    void shouldWalkThroughManyPayments() {
        var booking = booking(EXPIRED, event(NOW, NOW), ADA);
        JDBC.update(
                """
                        insert into ticketing.payment (id, booking_id, event_id, subsection_id, buyer, amount_minor, currency, method,
                            state, leased_until, created_at)
                        select gen_random_uuid(), ?, gen_random_uuid(), 1, case when n % 50 = 0 then ? else 'b' || n end, 4500, 'EUR',
                               'pm', 9, now(), now() from generate_series(1, ?) n""",
                booking, ADA, 2 * Payments.WINDOW + 50);

        assertThat(erasure.erase(ADA, ErasedBuyer.next())).isTrue();

        assertThat(report).contains("ticketing.payment               " + (2 * Payments.WINDOW + 50) / 50);
    }

    @Test
    void shouldKnowABuyerByTheirSubject() {
        booking(HELD, event(NOW, NOW), ADA);

        assertThat(mode("erase-check", "--seatlog.erase.subject=ada")).startsWith("3\nbuyer " + ADA + "\nin the way: ");
        assertThat(mode("erase-check", "--seatlog.erase.subject=ada", "--seatlog.erase.issuer=https://other.example"))
                .startsWith("0\nbuyer ").doesNotContain(ADA);
        assertThat(mode("erase-check", "--seatlog.erase.buyer=" + ADA)).startsWith("3\nbuyer " + ADA);
    }

    @Test
    void shouldRefuseWhatNamesNobodyOrTooMuch() {
        assertThat(mode("erase-check")).startsWith("2\none of");
        assertThat(mode("erase-check", "--seatlog.erase.buyer=" + ADA, "--seatlog.erase.subject=ada"))
                .startsWith("2\none of");
        assertThat(mode("erase-check", "--seatlog.erase.buyer=ada")).startsWith("2\nnot the opaque id");
        assertThat(mode("erase-check", "--seatlog.erase.buyer=" + ErasedBuyer.next()))
                .startsWith("2\nnot the opaque id");
        assertThat(mode("erase", "--seatlog.erase.buyer=" + ADA, "--seatlog.erase.replacement=" + BOB))
                .startsWith("2\nnot the name of nobody");
    }

    /** @return the exit status and what was printed */
    private static String mode(String mode, String... settings) {
        var arguments = new ArrayList<>(List.of("--seatlog.mode=" + mode, "--spring.datasource.url=" + DATABASE.url(),
                "--spring.datasource.username=" + DATABASE.ticketing().user(),
                "--spring.datasource.password=" + DATABASE.ticketing().password(), "--logging.level.root=ERROR"));
        TestIssuer.shared().settings().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.addAll(List.of(settings));
        var terminal = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            return ErasureMode.run(arguments.toArray(String[]::new)) + "\n" + printed.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(terminal);
        }
    }

    private static UUID event(Instant startsAt, Instant offSaleAt) {
        var id = UUID.randomUUID();
        JDBC.update(
                """
                        insert into ticketing.event (id, organizer, name, description, venue, starts_at, on_sale_at, off_sale_at,
                            currency, max_tickets_per_booking, hold_seconds, terms_version, send_due, content_hash, created_at)
                        values (?, ?, 'Night', '', 'Hall', ?, ?, ?, 'EUR', 6, 600, 1, now(), gen_random_uuid(), now())""",
                id, OLGA,
                Timestamp.from(startsAt), Timestamp.from(offSaleAt.minus(Duration.ofDays(9))),
                Timestamp.from(offSaleAt));
        return id;
    }

    private UUID booking(int status, UUID event, String buyer) {
        var id = new UUID(1, ++bookings);
        TRUTH.update(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, quantity, seats, price_minor, currency, hold_until, created_at, changed_at)
                        values (?, 1, 1, 0, 1, ?, ?, gen_random_uuid(), ?, 2, '{1,2}', 4500, 'EUR', ?, now(), now())""",
                id, event,
                buyer, status, Timestamp.from(NOW.plusSeconds(600)));
        return id;
    }

    private static UUID payment(UUID booking, String buyer, PaymentState state) {
        var id = UUID.randomUUID();
        JDBC.update(
                """
                        insert into ticketing.payment (id, booking_id, event_id, subsection_id, buyer, amount_minor, currency, method,
                            state, reference, client_secret, leased_until, created_at)
                        values (?, ?, gen_random_uuid(), 1, ?, 9000, 'EUR', 'pm_of_ada', ?, 'pi_1', 'of_her_browser', now(), now())""",
                id,
                booking, buyer, state.code());
        return id;
    }

    private static UUID bookingOf(UUID payment) {
        return Objects.requireNonNull(
                JDBC.queryForObject("select booking_id from ticketing.payment where id = ?", UUID.class, payment));
    }

    private static long change(UUID payment) {
        return Objects.requireNonNull(
                JDBC.queryForObject("select change from ticketing.payment where id = ?", Long.class, payment));
    }

    /** All of it but its number. */
    private static String row(UUID payment) {
        return String.valueOf(JDBC.queryForMap("""
                select id, booking_id, event_id, buyer, amount_minor, currency, method, state, reference,
                       coalesce(client_secret, '') as client_secret, failure, attempts, due, created_at
                  from ticketing.payment where id = ?""", payment));
    }
}
