package io.seatlog.ticketing.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.ticketing.TestIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams over HTTP on real servers; outcomes are published as reservation-service does. Subsections are used by one
 * test each. Last come the tests that trouble the servers.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    @TempDir
    static Path folder;
    private static LiveTicketing live;

    @BeforeAll
    static void start() throws Exception {
        live = new LiveTicketing(folder);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> live.bean(OutcomeReader.class).isKnown());
    }

    @AfterAll
    static void stop() {
        if (live != null) {
            live.close();
        }
    }

    @Test
    void shouldTellQueueThenHoldThenEnd() throws Exception {
        var booking = live.held(1, "buyer-1", 0, 1);
        try (var stream = live.open(live.stream(booking))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-cache");
            var queued = stream.next("queued");
            assertThat(queued.id()).isNull();
            assertThat(queued.data())
                    .isEqualTo("{\"ahead\":" + Version.offset(booking.createdVersion()) + "}");
            assertThat(stream.retries()).isEqualTo(1);

            live.decide(booking);
            var held = stream.next("held");
            assertThat(held.id()).isEqualTo(Long.toString(booking.version()));
            assertThat(held.data()).contains("\"id\":\"" + booking.id() + "\"", "\"status\":\"HELD\"",
                    "\"section\":\"A\"", "\"subsection\":\"1\"", "\"seats\":[\"1-1\",\"1-2\"]", "\"totalMinor\":2000",
                    "\"version\":" + booking.version());

            var cancelled = live.decide(live.cancelled(booking));
            assertThat(stream.next("cancelled").id()).isEqualTo(Long.toString(cancelled.version()));
            assertThat(stream.untilEnd()).isEmpty();
        }
    }

    @Test
    void shouldTellWhatWasDecidedBeforeTheStream() throws Exception {
        var rejected = live.decide(live.rejected(2, "buyer-2"));
        try (var stream = live.open(live.stream(rejected))) {
            var all = stream.untilEnd();
            assertThat(all).hasSize(1).first().satisfies(message -> {
                assertThat(message.name()).isEqualTo("rejected");
                assertThat(message.data()).contains("\"reason\":\"NO_SEATS\"").doesNotContain("\"seats\"");
            });
        }
    }

    /** Decisions fall before, between and after registration and snapshot; each stream tells each of them exactly once. */
    @Test
    void shouldLoseNothingWhenSnapshotAndOutcomeRace() throws Exception {
        var random = new Random(42);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                var deciders = Executors.newFixedThreadPool(8)) {
            var streams = new ArrayList<Future<List<SseClient.Message>>>();
            var decisions = new ArrayList<Future<Booking>>();
            var bookings = new ArrayList<Booking>();
            for (int i = 0; i < 150; i++) {
                var booking = live.rejected(3, "buyer-3");
                bookings.add(booking);
                int before = random.nextInt(100);
                streams.add(clients.submit(() -> {
                    Thread.sleep(before);
                    try (var stream = live.open(live.stream(booking))) {
                        return stream.untilEnd();
                    }
                }));
                decisions.add(deciders.submit(() -> live.decide(booking)));
            }
            for (var decision : decisions) {
                assertThat(decision.get()).isNotNull();
            }
            for (int i = 0; i < streams.size(); i++) {
                var told = streams.get(i).get().stream().filter(message -> !message.name().equals("queued")).toList();
                assertThat(told).as("stream " + i).hasSize(1).first()
                        .extracting(SseClient.Message::name, SseClient.Message::id)
                        .containsExactly("rejected", Long.toString(bookings.get(i).version()));
            }
        }
    }

    @Test
    void shouldTellEveryStreamOfABooking() throws Exception {
        var booking = live.held(4, "buyer-4", 0);
        try (var one = live.open(live.stream(booking));
                var other = live.open("/api/bookings/" + booking.id() + "/stream", TestIssuer.AS, "buyer-4")) {
            live.decide(booking);
            assertThat(one.next("held").data()).isEqualTo(other.next("held").data());
        }
    }

    @Test
    void shouldResumeWhereTheClientIs() throws Exception {
        var booking = live.decide(live.held(5, "buyer-5", 0));
        try (var current = live.open(live.stream(booking), "Last-Event-ID", Long.toString(booking.version()));
                var behind = live.open(live.stream(booking), "Last-Event-ID", Long.toString(booking.version() - 1));
                var strange = live.open(live.stream(booking), "Last-Event-ID", "garbage")) {
            assertThat(behind.next("held").id()).isEqualTo(Long.toString(booking.version()));
            assertThat(strange.next("held").id()).isEqualTo(Long.toString(booking.version()));
            assertThat(current.isSilentFor(Duration.ofMillis(500))).isTrue();
            var cancelled = live.decide(live.cancelled(booking));
            assertThat(current.next().name()).isEqualTo("cancelled");

            try (var ended = live.open(live.stream(booking), "Last-Event-ID", Long.toString(cancelled.version()))) {
                assertThat(ended.status()).isEqualTo(204);
            }
        }
    }

    @Test
    void shouldTellARefusalToItsReceiptOnly() throws Exception {
        var first = live.decide(live.held(6, "buyer-6", 0));
        long version = live.nextVersion();
        var refusal = new Outcome.CommandRefused(6, version, first.id(), live.id("thief"), CommandType.RESERVE_SEATS,
                Reason.BOOKING_ID_REUSED, BookingStatus.HELD, Instant.now());
        try (var owner = live.open(live.stream(first));
                var thief = live.open(live.stream(first.id(), 6, live.id("thief"), version))) {
            assertThat(owner.next("held").id()).isEqualTo(Long.toString(first.version()));
            live.rows.refusal(LiveTicketing.partition(6), version, first.id(), live.id("thief"), 2, 7);
            live.publish(refusal);
            var refused = thief.next("refused");
            assertThat(refused.data()).contains("\"code\":\"booking-id-reused\"", "\"status\":409")
                    .doesNotContain("buyer-6", "1-1");
            assertThat(thief.untilEnd()).isEmpty();
            assertThat(owner.isSilentFor(Duration.ofMillis(300))).isTrue();
        }
        try (var later = live.open(live.stream(first.id(), 6, live.id("thief"), version))) {
            assertThat(later.next().name()).isEqualTo("refused");
        }
    }

    @Test
    void shouldTellThatTheLogWasReplaced() throws Exception {
        var waiting = live.held(7, "buyer-7", 0);
        try (var stream = live.open(live.stream(waiting))) {
            assertThat(stream.next("queued")).isNotNull();
            live.rows.progress(LiveTicketing.partition(7), new UUID(0, 2), 2, 0);
            try {
                Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    try (var later = live.open(live.stream(waiting))) {
                        assertThat(later.next().name()).isEqualTo("lost");
                    }
                });
                live.bean(OutcomeRouter.class).gap();
                assertThat(stream.next("lost").data()).contains("\"code\":\"log-replaced\"");
                assertThat(stream.untilEnd()).isEmpty();
            } finally {
                live.rows.progress(LiveTicketing.partition(7), new UUID(0, 1), 1, 0);
            }
        }
    }

    @Test
    void shouldTellByRereadingWhatNoOutcomeTold() throws Exception {
        var booking = live.held(8, "buyer-8", 0);
        try (var stream = live.open(live.stream(booking));
                var buyer = live.open("/api/bookings/stream", TestIssuer.AS, "buyer-8")) {
            assertThat(buyer.next("snapshot").data()).isEqualTo("{\"open\":[]}");
            live.commit(booking);
            live.bean(OutcomeRouter.class).gap();
            assertThat(stream.next("held").id()).isEqualTo(Long.toString(booking.version()));
            assertThat(buyer.next("held").data()).contains(booking.id().toString());
            live.commit(live.cancelled(booking));
            live.bean(OutcomeRouter.class).gap();
            assertThat(stream.next("cancelled")).isNotNull();
            assertThat(buyer.next("cancelled").data()).contains(booking.id().toString());
        }
    }

    @Test
    void shouldTellABuyerOfAllTheirBookings() throws Exception {
        var before = live.decide(live.held(9, "buyer-9", 0));
        live.decide(live.held(9, "somebody", 1));
        try (var stream = live.open("/api/bookings/stream", TestIssuer.AS, "buyer-9")) {
            var first = stream.next();
            assertThat(first.name()).isEqualTo("held");
            assertThat(first.id()).isNull();
            assertThat(first.data()).contains(before.id().toString());
            assertThat(stream.next().data()).isEqualTo("{\"open\":[\"" + before.id() + "\"]}");

            live.decide(live.held(10, "somebody", 2));
            var another = live.decide(live.held(10, "buyer-9", 3));
            live.decide(live.cancelled(before));
            assertThat(List.of(stream.next(), stream.next())).extracting(SseClient.Message::name)
                    .containsExactlyInAnyOrder("held", "cancelled");
            live.publish(another);
            live.publish(before);
            assertThat(stream.isSilentFor(Duration.ofMillis(500))).as("late copies").isTrue();
        }
    }

    /** More than may wait for a slow reader. */
    @Test
    void shouldShowABuyerHundredsOfBookings() throws Exception {
        for (int i = 0; i < 150; i++) {
            live.commit(live.held(23, "buyer-23"));
        }
        try (var stream = live.open("/api/bookings/stream", TestIssuer.AS, "buyer-23")) {
            for (int i = 0; i < 150; i++) {
                assertThat(stream.next().name()).isEqualTo("held");
            }
            assertThat(stream.next().name()).isEqualTo("snapshot");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /api/bookings/nonsense/stream,                                            me,  400, invalid-request
            /api/bookings/01990000-0000-7000-8000-00000000000g/stream,                me,  400, invalid-request
            /api/bookings/01990000-0000-7000-8000-000000000009/stream,                nobody, 401, identity-required
            /api/bookings/01990000-0000-7000-8000-000000000009/stream,                me,  404, booking-unknown
            /api/bookings/01990000-0000-7000-8000-000000000009/stream?receipt=AAAA,   me,  400, receipt-invalid
            /api/bookings/stream,                                                 nobody, 401, identity-required
            /api/events/nonsense/stream,                                              me,  400, invalid-request
            /api/events/01990000-0000-7000-8000-000000000009/stream,                  me,  404, event-unknown
            /api/events/EVENT/stream?watch=Z/1,                                       me,  404, section-unknown
            /api/events/EVENT/stream?watch=A/99,                                      me,  404, subsection-unknown
            /api/events/EVENT/stream?watch=A,                                         me,  400, invalid-request
            /api/events/EVENT/stream?watch=A/1/1,                                     me,  400, invalid-request
            '/api/events/EVENT/stream?watch=A/1,',                                    me,  400, invalid-request
            /api/events/EVENT/stream?watch=TWENTY-ONE,                                me,  400, invalid-request
            /api/events/nonsense/seats?section=A&subsection=1,                        me,  400, invalid-request
            /api/events/EVENT/seats?section=A,                                        me,  400, invalid-request
            /api/events/EVENT/seats?subsection=1,                                     me,  400, invalid-request
            /api/events/EVENT/seats?section=A&subsection=99,                          me,  404, subsection-unknown
            /api/events/EVENT/seats?section=%C3%84&subsection=1,                      me,  404, section-unknown
            /api/events/01990000-0000-7000-8000-000000000009/seats?section=A&subsection=1, me, 404, event-unknown
            """)
    void shouldRefuseWithAProblem(String path, String buyer, int status, String code) throws Exception {
        var twentyOne = new StringBuilder();
        for (int i = 1; i <= 21; i++) {
            twentyOne.append(i == 1 ? "" : ",").append("A/").append(i);
        }
        var request = HttpRequest.newBuilder(URI.create(live.url(path.replace("EVENT", LiveTicketing.EVENT.toString())
                .replace("TWENTY-ONE", twentyOne))));
        var headers = TestIssuer.shared().headers(TestIssuer.AS, buyer);
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void shouldNotShowABookingToAnother() throws Exception {
        var booking = live.decide(live.held(11, "buyer-11", 0));
        var path = "/api/bookings/" + booking.id() + "/stream";
        try (var other = live.open(path, TestIssuer.AS, "thief");
                var mine = live.open(path, TestIssuer.AS, "buyer-11");
                var stolen = live.open(live.stream(booking), TestIssuer.AS, "thief")) {
            assertThat(other.isSilentFor(Duration.ofMillis(500))).as("as for an id of no booking").isTrue();
            assertThat(stolen.status()).isEqualTo(404);
            assertThat(mine.next("held")).isNotNull();
        }
    }

    /** The id is known, the row is not there yet, and it turns out to be somebody else's. */
    @Test
    void shouldNotTellAnOutcomeToAnother() throws Exception {
        var booking = live.held(12, "buyer-12", 0);
        try (var other = live.open("/api/bookings/" + booking.id() + "/stream", TestIssuer.AS, "thief")) {
            assertThat(other.status()).isEqualTo(200);
            live.decide(booking);
            assertThat(other.isSilentFor(Duration.ofMillis(500))).isTrue();
            live.bean(OutcomeRouter.class).gap();
            assertThat(other.isSilentFor(Duration.ofMillis(500))).isTrue();
        }
    }

    @Test
    void shouldSendWholeMapsAndCounts() throws Exception {
        var first = live.held(13, "buyer-13", 0, 5);
        live.commit(first);
        live.project(first);
        var path = "/api/events/" + LiveTicketing.EVENT + "/stream?watch=A/13,A/14";
        try (var one = live.open(path); var other = live.open(path)) {
            var availability = one.next("availability");
            assertThat(availability.data()).contains("{\"section\":\"A\",\"subsection\":\"13\",\"free\":6}",
                    "{\"section\":\"A\",\"subsection\":\"14\",\"free\":8}");
            var maps = List.of(one.next("seats").data(), one.next("seats").data());
            assertThat(maps).contains(
                    seats(13, first.version(), 6, 0b01_00_00_00, 0b00_01_00_00), seats(14, 0, 8, 0, 0));

            var held = live.held(14, "buyer-13", 7);
            live.commit(held);
            live.project(held);
            live.publish(held);
            assertThat(one.next("seats").data()).isEqualTo(seats(14, held.version(), 7, 0, 0b00_00_00_01));
            assertThat(one.next("availability").data())
                    .isEqualTo("[{\"section\":\"A\",\"subsection\":\"14\",\"free\":7}]");
            other.next("seats");
            other.next("seats");
            assertThat(other.next("seats").data()).isEqualTo(seats(14, held.version(), 7, 0, 0b00_00_00_01));
        }
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(live.bean(EventHub.class).watchedIds()).isEmpty());
    }

    @Test
    void shouldTellTheStatusOfAnEventAtOnceAndWhenItChanges() throws Exception {
        try (var stream = live.open("/api/events/" + LiveTicketing.EVENT + "/stream")) {
            assertThat(stream.next("status").data()).isEqualTo("{\"status\":\"ON_SALE\"}");
            live.sale(2);
            assertThat(stream.next("status").data()).isEqualTo("{\"status\":\"PAUSED\"}");
            try (var late = live.open("/api/events/" + LiveTicketing.EVENT + "/stream")) {
                assertThat(late.next("status").data()).isEqualTo("{\"status\":\"PAUSED\"}");
            }
            live.sale(1);
            assertThat(stream.next("status").data()).isEqualTo("{\"status\":\"ON_SALE\"}");
        }
    }

    @Test
    void shouldSendTheTruthWhenTheMapIsBehind() throws Exception {
        try (var stream = live.open("/api/events/" + LiveTicketing.EVENT + "/stream?watch=A/15")) {
            assertThat(stream.next("seats").data()).isEqualTo(seats(15, 0, 8, 0, 0));
            assertThat(stream.next("availability").data()).contains("\"subsection\":\"15\",\"free\":8");
            var held = live.decide(live.held(15, "buyer-15", 3));
            assertThat(stream.next("seats").data()).isEqualTo(seats(15, held.version(), 7, 0b00_00_00_01, 0));
            assertThat(stream.next("availability").data()).contains("\"subsection\":\"15\",\"free\":7");
            var cancelled = live.decide(live.cancelled(held));
            assertThat(stream.next("seats").data()).startsWith("{\"section\":\"A\",\"subsection\":\"15\",\"version\":"
                    + cancelled.version());
        }
        var seats = HTTP.send(HttpRequest.newBuilder(URI.create(
                live.url("/api/events/" + LiveTicketing.EVENT + "/seats?section=A&subsection=15"))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(seats.body()).contains("\"rows\":[\"....\",\"....\"]");
    }

    /** Broken and future messages, foreign keys and missing headers are nobody's end. */
    @Test
    void shouldSurviveUnreadableOutcomes() throws Exception {
        var booking = live.held(16, "buyer-16", 0);
        try (var stream = live.open(live.stream(booking))) {
            int partition = LiveTicketing.partition(16);
            var key = OutcomeCodec.bookingKey(booking.id());
            live.publish(partition, key, 16, new byte[0]);
            live.publish(partition, key, 16, new byte[]{1, 99, 3});
            live.publish(partition, key, 16, new byte[]{2, 1});
            live.publish(partition, new byte[]{1, 2}, -5, new byte[]{9});
            live.publish(partition, null, 0, new byte[]{9});
            live.decide(booking);
            assertThat(stream.next("held")).isNotNull();
        }
        assertThat(live.bean(MeterRegistry.class).counter("seatlog.outcomes.unreadable").count())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldCommentEveryFifteenSecondsAndForgetClosedStreams() throws Exception {
        var open = live.bean(MeterRegistry.class).get("seatlog.streams.open").gauge();
        var booking = live.decide(live.held(17, "buyer-17", 0));
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(live.url(live.stream(booking))))
                            .headers(TestIssuer.shared().headers(TestIssuer.AS, "buyer-17")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(open.value()).isGreaterThanOrEqualTo(1);
            var seen = new StringBuilder();
            try (var body = response.body()) {
                long deadline = System.nanoTime() + Duration.ofSeconds(25).toNanos();
                while (seen.indexOf("\n:\n\n") < 0 && System.nanoTime() < deadline) {
                    seen.append((char) body.read());
                }
            }
            assertThat(seen).contains("\n:\n\n");
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(open.value()).isZero());
    }

    @Test
    @Order(Integer.MAX_VALUE - 3)
    void shouldGoOnWithoutTheMapStore() throws Exception {
        live.redis.stop();
        try (var stream = live.open("/api/events/" + LiveTicketing.EVENT + "/stream?watch=A/18")) {
            assertThat(stream.next("availability").data()).contains("\"subsection\":\"18\",\"free\":8");
            assertThat(stream.next("seats").data()).isEqualTo(seats(18, 0, 8, 0, 0));
            var held = live.decide(live.held(18, "buyer-18", 0));
            assertThat(stream.next("seats").data()).isEqualTo(seats(18, held.version(), 7, 0b01_00_00_00, 0));
        } finally {
            live.redis.start();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void shouldWaitOutABrokerOutage() throws Exception {
        var booking = live.held(19, "buyer-19", 0);
        try (var stream = live.open(live.stream(booking))) {
            live.broker.kill();
            live.commit(booking);
            live.broker.start();
            live.publish(booking);
            assertThat(stream.next("held").id()).isEqualTo(Long.toString(booking.version()));
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void shouldNoticeThatTheTopicWasReplaced() throws Exception {
        var gaps = live.bean(MeterRegistry.class).get("seatlog.outcomes.gaps").counter();
        double before = gaps.count();
        var missed = live.held(20, "buyer-20", 0);
        var told = live.held(21, "buyer-20", 0);
        try (var stream = live.open(live.stream(missed)); var later = live.open(live.stream(told))) {
            live.deleteOutcomes();
            live.commit(missed);
            live.createOutcomes();
            assertThat(stream.next("held")).as("by rereading").isNotNull();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> gaps.count() > before);
            live.decide(told);
            assertThat(later.next("held")).as("from the new topic").isNotNull();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shouldSendClientsAwayWhenStopping() throws Exception {
        var booking = live.decide(live.held(22, "buyer-22", 0));
        try (var stream = live.open(live.stream(booking))) {
            assertThat(stream.next("held")).isNotNull();
            assertThat(stream.retries()).isEqualTo(1);
            long started = System.nanoTime();
            live.service.close();
            assertThat(stream.untilEnd()).isEmpty();
            assertThat(stream.retries()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static String seats(int subsection, long version, int free, int... map) {
        var bytes = new byte[map.length];
        for (int i = 0; i < map.length; i++) {
            bytes[i] = (byte) map[i];
        }
        return "{\"section\":\"A\",\"subsection\":\"" + subsection + "\",\"version\":" + version + ",\"free\":" + free
                + ",\"map\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }
}
