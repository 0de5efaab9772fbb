package io.seatlog.ticketing.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.House;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import io.seatlog.ticketing.catalog.Catalogue;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.jdbc.core.JdbcTemplate;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** What an organizer sees of a sale, over HTTP, with the test as the one who decides. */
class SalesTest {
    private static final RunningApi API = RunningApi.shared();
    private static final String ORGANIZER = "organizer";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private UUID event = new UUID(0, 0);

    @BeforeEach
    void createEvent() {
        event = BookingRequests.onSale(API);
    }

    @AfterEach
    void forget() {
        API.truth.update("delete from reservation.booking where event_id = ?", event);
    }

    @Test
    void shouldSumUpTicketsAndMoneyBySection() {
        decide(BookingStatus.HELD, null, 20, 21);
        decide(BookingStatus.CONFIRMED, null, 40, 41);
        decide(BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER, 60, 61);
        decide(BookingStatus.REJECTED, Reason.NO_SEATS);
        API.truth.update("update reservation.booking set hold_until = now() + interval '30 seconds' where event_id = ? "
                + "and status = 1", event);

        block(60, 61, 62);

        var sales = API.get("/api/events/" + event + "/sales", TestIssuer.AS, ORGANIZER);

        assertThat(sales.status()).isEqualTo(200);
        assertThat(sales.header("Cache-Control")).isEqualTo("no-store");
        assertThat(sales.body().path("total").toString())
                .isEqualTo("{\"seats\":301,\"free\":294,\"held\":2,\"sold\":2,\"blocked\":3,"
                        + "\"heldMinor\":9000,\"soldMinor\":9000,\"endingWithinMinute\":2}");
        assertThat(sales.body().at("/sections/0/name").asString()).isEqualTo("A");
        assertThat(sales.body().at("/sections/0/tickets/sold").asInt()).isEqualTo(2);
        assertThat(sales.body().at("/sections/1/tickets").toString()).isEqualTo("{\"seats\":1,\"free\":1,\"held\":0,"
                + "\"sold\":0,\"blocked\":0,\"heldMinor\":0,\"soldMinor\":0,\"endingWithinMinute\":0}");
        assertThat(sales.text("currency")).isEqualTo("EUR");
    }

    @Test
    void shouldTellChangesToWhoWatches() throws Exception {
        var request = API.request("/api/events/" + event + "/sales/stream", TestIssuer.AS, ORGANIZER).GET().build();
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(nextSales(lines)).contains("\"held\":0");
            decide(BookingStatus.HELD, null, 20, 21);
            assertThat(nextSales(lines)).contains("\"held\":2", "\"heldMinor\":9000");
        }
    }

    private static String nextSales(BufferedReader lines) throws Exception {
        return CompletableFuture.supplyAsync(() -> lines.lines().filter(line -> line.startsWith("data: ")).findFirst()
                .orElse("END")).get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldWriteEveryBookingButRejectedOnesIntoTheTable() {
        var held = decide(BookingStatus.HELD, null, 20, 21);
        var cancelled = decide(BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER, 60, 61);
        decide(BookingStatus.REJECTED, Reason.NO_SEATS);

        var table = API.get("/api/events/" + event + "/bookings.csv", TestIssuer.AS, ORGANIZER);

        assertThat(table.header("Content-Type")).startsWith("text/csv");
        assertThat(table.header("Content-Disposition")).isEqualTo(
                "attachment; filename=\"bookings-" + event + ".csv\"");
        assertThat(table.response().body().split("\r\n")).containsExactlyInAnyOrder(
                "id,section,subsection,status,tickets,seats,priceMinor,totalMinor,currency,buyer,reason,heldUntil,createdAt,"
                        + "changedAt",
                held + ",A,2,HELD,2,2-1 2-2,4500,9000,EUR," + TestIssuer.shared().id("ada")
                        + ",,2026-11-21T10:10:00.123Z,2026-11-21T10:00:00.123Z,2026-11-21T10:00:00.123Z",
                cancelled + ",A,2,CANCELLED,2,4-1 4-2,4500,9000,EUR," + TestIssuer.shared().id("ada")
                        + ",CANCELLED_BY_BUYER,,2026-11-21T10:00:00.123Z,2026-11-21T10:00:00.123Z");
    }

    /** The rows that it has not read yet can still be taken away. */
    @Test
    void shouldReadNoFurtherThanItsReader() {
        manyBookings(10_000);
        var lines = new AtomicLong();
        var reader = new BaseSubscriber<byte[]>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(2);
            }

            @Override
            protected void hookOnNext(byte[] part) {
                lines.addAndGet(new String(part, StandardCharsets.UTF_8).lines().count());
            }
        };
        var table = API.context.getBean(BookingTable.class);
        var writing = API.context.getBean(Catalogue.class).event(event).flatMap(found -> table.of(found, parts -> {
            parts.subscribe(reader);
            return Mono.never();
        })).subscribe();
        RunningApi.await("the header and the first page", () -> lines.get() > 1);
        API.truth.update("delete from reservation.booking where event_id = ?", event);
        reader.requestUnbounded();
        RunningApi.await("the end", reader::isDisposed);
        writing.dispose();
        assertThat(lines.get()).isBetween(1_001L, 3_001L);
    }

    /** By hand with -Dseatlog.csv.rows=1000000. A million lines are 200 MB. */
    @Test
    void shouldWriteALargeTableInLittleMemory() throws Exception {
        int rows = Integer.getInteger("seatlog.csv.rows", 30_000);
        manyBookings(rows);
        System.gc();
        long before = used();
        var peak = new AtomicLong(before);
        var done = new AtomicBoolean();
        var watch = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                System.gc(); // What is left is what is needed.
                peak.accumulateAndGet(used(), Math::max);
                LockSupport.parkNanos(500_000_000);
            }
        });
        long from = System.nanoTime();
        var response = HTTP.send(API.request("/api/events/" + event + "/bookings.csv", TestIssuer.AS, ORGANIZER).GET()
                .build(), HttpResponse.BodyHandlers.ofInputStream());
        long lines;
        try (var body = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            lines = body.lines().count();
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        done.set(true);
        watch.join();
        System.out.println(String.format(Locale.ROOT,
                "table of %d bookings: %d lines in %.1f s; live heap of server and "
                        + "reader together %d MB before, %d MB at most meanwhile",
                rows, lines, seconds, before >> 20,
                peak.get() >> 20));
        assertThat(lines).isEqualTo(rows + 1);
        assertThat(peak.get() - before).as("bytes").isLessThan(64L << 20);
    }

    @Test
    void shouldWriteTwoTablesAtOnceAndNoMore() throws Exception {
        manyBookings(60_000);
        var path = "/api/events/" + event + "/bookings.csv";
        var open = new ArrayList<HttpResponse<java.io.InputStream>>();
        try {
            for (int i = 0; i < 2; i++) {
                open.add(HTTP.send(API.request(path, TestIssuer.AS, ORGANIZER).GET().build(),
                        HttpResponse.BodyHandlers.ofInputStream()));
            }
            assertThat(open).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(API.get(path, TestIssuer.AS, ORGANIZER).text("code")).isEqualTo("overloaded");
        } finally {
            for (var one : open) {
                one.body().close();
            }
        }
        RunningApi.await("room again", () -> API.get(path, TestIssuer.AS, ORGANIZER).status() == 200);
    }

    /** As reservation-service does: claims without a booking. */
    private void block(int... seats) {
        int subsection = Objects.requireNonNull(API.context.getBean(JdbcTemplate.class).queryForObject(
                "select id from ticketing.subsection where event = ? and section = 'A' and name = '1'", Integer.class,
                event));
        API.truth.update("""
                insert into reservation.subsection (id, event_id, section, subsection, partition, plan, price_minor,
                    currency, on_sale_at, off_sale_at, hold_seconds, max_per_booking, terms_version, free, version)
                values (?, ?, 'A', '1', 0, '', 1, 'EUR', now(), now(), 600, 10, 1, 0, 0)""", subsection, event);
        for (int seat : seats) {
            API.truth.update("insert into reservation.ticket values (?, ?, ?)", subsection, seat, House.CLAIM);
        }
    }

    private void manyBookings(int rows) {
        API.truth.update(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, quantity, seats, price_minor, currency, created_at, changed_at)
                        select gen_random_uuid(), n, n, 0, ?, ?, 'b' || n, gen_random_uuid(), 2, 2, '{0,1}', 4500, 'EUR',
                               now(), now()
                          from generate_series(2, ?) n""",
                decideOne(), event, rows);
    }

    private int decideOne() {
        decide(BookingStatus.CONFIRMED, null, 20, 21);
        return List.copyOf(API.truth.queryForList("select subsection_id from reservation.booking where event_id = ?",
                Integer.class, event)).getFirst();
    }

    private UUID decide(BookingStatus status, @Nullable Reason reason, int... seats) {
        return BookingRequests.decided(API, event, "Bearer " + TestIssuer.shared().token("ada", "buyer"), status,
                reason, seats);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
