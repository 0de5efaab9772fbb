package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bookings over HTTP, with the tests as owner of the log: accepting, answering, cancelling. */
class BookingApiTest {
    private static final RunningApi API = RunningApi.shared();
    private static final String BUYER = TestIssuer.AS;
    private static UUID event = new UUID(0, 0);

    @BeforeAll
    static void createEvent() {
        event = BookingRequests.onSale(API);
    }

    @AfterEach
    void ownAgain() {
        API.grantAll();
    }

    @Test
    void anAcceptedRequestIsOnTheLogInItsOwnPartition() {
        var from = API.logEnd();

        var accepted = API.post("/api/bookings", BookingRequests.best(event, 2), BUYER, "ada");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.text("status")).isEqualTo("PENDING");
        assertThat(accepted.header("Retry-After")).isEqualTo("1");
        assertThat(ZonedDateTime.parse(accepted.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(accepted.header("Location")).isEqualTo(accepted.body().at("/links/self").asString())
                .endsWith("?receipt=" + accepted.text("receipt"));
        assertThat(accepted.body().at("/links/stream").asString()).contains("/stream?receipt=");
        var logged = API.loggedSince(from);
        assertThat(logged).singleElement().satisfies(one -> {
            var command = (Command.ReserveSeats) one.command();
            assertThat(command.buyer()).isEqualTo(TestIssuer.shared().id("ada"));
            assertThat(command.quantity()).isEqualTo(2);
            assertThat(command.bookingId().toString()).isEqualTo(accepted.text("id"));
            assertThat(new String(one.record().key(), StandardCharsets.US_ASCII)).isEqualTo(event + "-A-2");
            assertThat(accepted.body().path("ahead").asLong()).isEqualTo(one.record().offset());
            assertThat(new String(one.record().headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-9a-f]");
        });
    }

    @Test
    void aRepeatedRequestIsAnsweredFromMemory() {
        var id = Uuid7.next();
        var request = BookingRequests.best(event, 2, BookingRequests.withId(id));
        var first = API.post("/api/bookings", request, BUYER, "ada");
        var from = API.logEnd();

        var bare = API.post("/api/bookings", BookingRequests.best(event, 2), BUYER, "ada", "Idempotency-Key",
                id.toString());
        var quoted = API.post("/api/bookings", request, BUYER, "ada", "Idempotency-Key", "\"" + id + "\"");

        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        for (var replayed : List.of(bare, quoted)) {
            assertThat(replayed.status()).isEqualTo(202);
            assertThat(replayed.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(replayed.text("receipt")).isEqualTo(first.text("receipt"));
        }
        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void anIdWithOtherContentIsRefused() {
        var id = Uuid7.next();
        API.post("/api/bookings", BookingRequests.best(event, 2, BookingRequests.withId(id)), BUYER, "ada");
        var from = API.logEnd();

        var other = API.post("/api/bookings", BookingRequests.best(event, 3, BookingRequests.withId(id)), BUYER, "ada");
        var others = API.post("/api/bookings", BookingRequests.best(event, 2, BookingRequests.withId(id)), BUYER,
                "bob");

        assertThat(other.text("code")).isEqualTo("booking-id-reused");
        assertThat(others.text("code")).isEqualTo("booking-id-reused");
        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void aHeldBookingIsToldWithItsSeats() {
        var booking = accepted("ada");
        BookingRequests.decide(API, booking.logged(), event, BookingStatus.HELD, null, new Short[]{20, 21});

        var view = API.get(booking.location());

        assertThat(view.status()).isEqualTo(200);
        assertThat(view.body().toString()).isEqualTo(
                """
                        {"id":"%s","eventId":"%s","section":"A","subsection":"2","status":"HELD","quantity":2,"seats":["2-1","2-2"],\
                        "adjacent":true,"totalMinor":9000,"currency":"EUR","heldUntil":"2026-11-21T10:10:00.123Z","version":%d,\
                        "createdAt":"2026-11-21T10:00:00.123Z","changedAt":"2026-11-21T10:00:00.123Z"}"""
                        .formatted(booking.id(), event, Version.of(1, booking.logged().record().offset())));
        assertThat(API.get("/api/bookings/" + booking.id(), BUYER, "ada").body()).isEqualTo(view.body());
    }

    @Test
    void aRejectedBookingIsToldWithItsReason() {
        var booking = accepted("ada");
        BookingRequests.decide(API, booking.logged(), event, BookingStatus.REJECTED, Reason.NO_SEATS, null);

        var view = API.get(booking.location());

        assertThat(view.text("status")).isEqualTo("REJECTED");
        assertThat(view.text("reason")).isEqualTo("NO_SEATS");
        assertThat(view.body().has("seats") || view.body().has("totalMinor") || view.body().has("currency")).isFalse();
    }

    @Test
    void aRefusedRequestIsToldBeforeTheRowThatItsIdBelongsTo() {
        var first = accepted("ada");
        BookingRequests.decide(API, first.logged(), event, BookingStatus.HELD, null, new Short[]{0, 1});
        long later = Version.of(1, 4_000_000);
        var receipts = API.context.getBean(Receipts.class);
        var receipt = receipts.sign(new Receipt(1, first.logged().record().partition(), 4_000_000,
                first.logged().command().subsectionId(), TestIssuer.shared().id("ada"), first.id()));
        API.truth.update("insert into reservation.refusal values (?, ?, ?, ?, ?, ?, ?, now())",
                first.logged().record().partition(), later, first.id(), TestIssuer.shared().id("ada"),
                CommandType.RESERVE_SEATS.code(),
                Reason.BOOKING_ID_REUSED.code(), BookingStatus.HELD.code());

        var refused = API.get("/api/bookings/" + first.id() + "?receipt=" + receipt);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("booking-id-reused");
        assertThat(API.get(first.location()).text("status")).isEqualTo("HELD");
    }

    @Test
    void anothersBookingIsUnknown() {
        var booking = accepted("ada");
        BookingRequests.decide(API, booking.logged(), event, BookingStatus.HELD, null, new Short[]{2, 3});

        assertThat(API.get(booking.location(), BUYER, "bob").text("code")).isEqualTo("booking-unknown");
        assertThat(API.delete(booking.location(), BUYER, "bob").text("code")).isEqualTo("booking-unknown");
        assertThat(API.get("/api/bookings/" + booking.id(), BUYER, TestIssuer.NOBODY).text("code"))
                .isEqualTo("identity-required");
    }

    /** Whether there is a booking with an id is known to its buyer alone. */
    @Test
    void anothersBookingIsAnsweredAsNoBookingIs() {
        var young = accepted("ada");
        BookingRequests.decide(API, young.logged(), event, BookingStatus.HELD, null, new Short[]{40, 41});
        var old = acceptedAs("ada", BookingRequests.idMadeAgo(Duration.ofMinutes(16)));
        BookingRequests.decide(API, old.logged(), event, BookingStatus.HELD, null, new Short[]{42, 43});
        for (var call : List.<BiFunction<String, String, RunningApi.Answer>>of(
                (path, who) -> API.get("/api/bookings/" + path, BUYER, who),
                (path, who) -> API.delete("/api/bookings/" + path, BUYER, who),
                (path, who) -> API.delete("/api/bookings/" + path + "/seats/1-1", BUYER, who),
                (path, who) -> API.get("/api/bookings/" + path + "/payment", BUYER, who),
                (path, who) -> API.post("/api/bookings/" + path + "/payment", "{\"paymentMethod\":\"pm_card_visa\"}",
                        BUYER, who))) {
            assertThat(seen(call, young.id())).isEqualTo(seen(call, Uuid7.next()));
            assertThat(seen(call, old.id())).contains("booking-unknown")
                    .isEqualTo(seen(call, BookingRequests.idMadeAgo(Duration.ofMinutes(16))));
        }
    }

    private static String seen(BiFunction<String, String, RunningApi.Answer> call, UUID id) {
        var answer = call.apply(id.toString(), "eve");
        return answer.status()
                + answer.response().body().replace(id.toString(), "ID").replaceAll("[0-9a-f]{32}", "TRACE");
    }

    @Test
    void anIdThatNobodyHasSeenMayStillBeQueuedOnlyWhileItIsYoung() {
        var young = API.get("/api/bookings/" + BookingRequests.idMadeAgo(Duration.ofMinutes(14)), BUYER, "ada");
        var old = API.get("/api/bookings/" + BookingRequests.idMadeAgo(Duration.ofMinutes(16)), BUYER, "ada");

        assertThat(young.status()).isEqualTo(200);
        assertThat(young.text("status")).isEqualTo("PENDING");
        assertThat(young.body().has("ahead")).isFalse();
        assertThat(old.status()).isEqualTo(404);
        assertThat(API.get("/api/bookings/" + UUID.randomUUID(), BUYER, "ada").status()).isEqualTo(404);
    }

    @Test
    void aReceiptIsValidForItsBookingAlone() {
        var one = accepted("ada");
        var other = accepted("ada");
        var receipt = one.location().substring(one.location().indexOf('='));

        assertThat(API.get("/api/bookings/" + other.id() + "?receipt" + receipt).text("code"))
                .isEqualTo("receipt-invalid");
    }

    @Test
    void anUndecidedRequestOfAReplacedLogIsLost() {
        var undecided = accepted("ada");
        var decided = accepted("ada");
        BookingRequests.decide(API, decided.logged(), event, BookingStatus.HELD, null, new Short[]{4, 5});

        API.truth.update("update reservation.partition_progress set generation = 2");

        RunningApi.await("410", () -> API.get(undecided.location()).status() == 410);
        assertThat(API.get(undecided.location()).text("code")).isEqualTo("log-replaced");
        assertThat(API.get(decided.location()).text("status")).isEqualTo("HELD");
    }

    @Test
    void aReaderMayWaitForTheDecision() throws Exception {
        var booking = accepted("ada");
        var waiting = CompletableFuture.supplyAsync(() -> API.get(booking.location(), "Prefer", "wait=15"));
        Thread.sleep(500);
        assertThat(waiting).isNotDone();

        BookingRequests.decide(API, booking.logged(), event, BookingStatus.HELD, null, new Short[]{6, 7});

        var answer = waiting.get(10, TimeUnit.SECONDS);
        assertThat(answer.text("status")).isEqualTo("HELD");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=15");
    }

    @Test
    void aReaderWhoWaitedInVainHearsPending() {
        var booking = accepted("ada");
        long from = System.nanoTime();

        var answer = API.get(booking.location(), "Prefer", "wait=1");

        assertThat(answer.text("status")).isEqualTo("PENDING");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aCancellationIsPutIntoTheLineOfItsBooking() {
        var held = accepted("ada");
        BookingRequests.decide(API, held.logged(), event, BookingStatus.HELD, null, new Short[]{8, 9});
        var queued = accepted("ada");
        var from = API.logEnd();

        assertThat(API.delete("/api/bookings/" + held.id(), BUYER, "ada").text("status")).isEqualTo("HELD");
        assertThat(API.delete(queued.location()).status()).isEqualTo(202);

        assertThat(API.loggedSince(from)).allSatisfy(
                one -> assertThat(one.record().partition()).isEqualTo(held.logged().record().partition()))
                .extracting(one -> ((Command.CancelBooking) one.command()).bookingId())
                .containsExactly(held.id(), queued.id());
    }

    @Test
    void aSeatIsGivenBackInTheLineOfItsBooking() {
        var held = accepted("ada");
        BookingRequests.decide(API, held.logged(), event, BookingStatus.HELD, null, new Short[]{18, 19});
        var seats = API.get("/api/bookings/" + held.id(), BUYER, "ada").body().path("seats");
        var from = API.logEnd();

        var given = API.delete("/api/bookings/" + held.id() + "/seats/" + seats.path(1).asString(), BUYER, "ada");

        assertThat(given.status()).isEqualTo(202);
        assertThat(given.text("status")).isEqualTo("HELD");
        assertThat(API.loggedSince(from)).singleElement().satisfies(one -> {
            assertThat(one.record().partition()).isEqualTo(held.logged().record().partition());
            var release = (Command.ReleaseSeats) one.command();
            assertThat(release.bookingId()).isEqualTo(held.id());
            assertThat(release.seats()).isEqualTo(Seats.of(19));
        });
    }

    @Test
    void aSeatThatCannotBeGivenBackIsNotPutOnTheLog() {
        var queued = accepted("ada");
        var held = accepted("ada");
        BookingRequests.decide(API, held.logged(), event, BookingStatus.HELD, null, new Short[]{20, 21});
        var expired = accepted("ada");
        BookingRequests.decide(API, expired.logged(), event, BookingStatus.EXPIRED, null, new Short[]{22, 23});
        var from = API.logEnd();

        assertThat(API.delete("/api/bookings/" + queued.id() + "/seats/1-1", BUYER, "ada").text("code"))
                .isEqualTo("booking-not-decided");
        for (var seat : List.of("1-1", "99-99", "front", "1-1,1-2", "%00")) {
            assertThat(API.delete("/api/bookings/" + held.id() + "/seats/" + seat, BUYER, "ada").text("code")).as(seat)
                    .isEqualTo("seat-not-in-booking");
        }
        assertThat(API.delete("/api/bookings/" + held.id() + "/seats/1-21", BUYER, "eve").text("code"))
                .isIn("booking-unknown", "booking-not-decided");
        assertThat(API.delete("/api/bookings/" + expired.id() + "/seats/1-23", BUYER, "ada").text("code"))
                .isEqualTo("not-allowed-in-status");

        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void whatCannotBeCancelledIsNotPutOnTheLog() {
        var queued = accepted("ada");
        var cancelled = accepted("ada");
        BookingRequests.decide(API, cancelled.logged(), event, BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER,
                new Short[]{10, 11});
        var rejected = accepted("ada");
        BookingRequests.decide(API, rejected.logged(), event, BookingStatus.REJECTED, Reason.NO_SEATS, null);
        var from = API.logEnd();

        assertThat(API.delete("/api/bookings/" + queued.id(), BUYER, "ada").text("code"))
                .isEqualTo("booking-not-decided");
        assertThat(API.delete("/api/bookings/" + cancelled.id(), BUYER, "ada").status()).isEqualTo(202);
        assertThat(API.delete("/api/bookings/" + rejected.id(), BUYER, "ada").text("code"))
                .isEqualTo("not-allowed-in-status");
        assertThat(API.delete("/api/bookings/" + queued.id(), BUYER, TestIssuer.NOBODY).text("code"))
                .isEqualTo("identity-required");

        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void myBookingsAreListedNewestFirstByPageStatusAndEvent() {
        var buyer = "lister-" + Uuid7.next();
        var held = accepted(buyer);
        BookingRequests.decide(API, held.logged(), event, BookingStatus.HELD, null, new Short[]{12, 13});
        var cancelled = accepted(buyer);
        BookingRequests.decide(API, cancelled.logged(), event, BookingStatus.CANCELLED, Reason.CANCELLED_BY_BUYER,
                new Short[]{14, 15});
        var rejected = accepted(buyer);
        BookingRequests.decide(API, rejected.logged(), event, BookingStatus.REJECTED, Reason.NO_SEATS, null);

        assertThat(listed(buyer, "")).containsExactly(cancelled.id(), held.id());
        assertThat(listed(buyer, "?status=HELD")).containsExactly(held.id());
        assertThat(listed(buyer, "?eventId=" + event)).hasSize(2);
        assertThat(listed(buyer, "?eventId=" + Uuid7.next())).isEmpty();
        assertThat(listed(buyer, "?after=" + cancelled.id())).containsExactly(held.id());
        assertThat(listed("nobody", "")).isEmpty();
    }

    @Test
    void nothingIsAcceptedWhileTheLogIsNotTheOneThatIsDecided() {
        var from = API.logEnd();
        API.truth.update("update reservation.partition_progress set topic_id = gen_random_uuid()");

        RunningApi.await("503", () -> API.post("/api/bookings", BookingRequests.best(event, 1)).status() == 503);

        var before = API.loggedSince(from).size();
        var refused = API.post("/api/bookings", BookingRequests.best(event, 1));
        assertThat(refused.text("code")).isEqualTo("log-unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(API.post("/api/events", BookingRequests.event(Instant.now(),
                Instant.now().plusSeconds(60))).text("code")).isEqualTo("log-unavailable");
        assertThat(API.loggedSince(from)).hasSize(before);
        API.grantAll();
        RunningApi.await("202", () -> API.post("/api/bookings", BookingRequests.best(event, 1)).status() == 202);
    }

    private static List<UUID> listed(String buyer, String query) {
        return API.get("/api/bookings" + query, BUYER, buyer).body().path("items").valueStream()
                .map(item -> UUID.fromString(item.path("id").asString())).toList();
    }

    private record Booked(UUID id, String location, RunningApi.Logged logged) {}

    /** Waits for the grants that an earlier test took away. */
    private static Booked accepted(String buyer) {
        RunningApi.await("accepting", () -> API.post("/api/bookings", BookingRequests.best(event, 1)).status() == 202);
        var from = API.logEnd();
        var accepted = API.post("/api/bookings", BookingRequests.best(event, 2), BUYER, buyer);
        return new Booked(UUID.fromString(accepted.text("id")), accepted.header("Location"),
                API.loggedSince(from).getFirst());
    }

    private static Booked acceptedAs(String buyer, UUID id) {
        var from = API.logEnd();
        var accepted = API.post("/api/bookings", BookingRequests.best(event, 2, BookingRequests.withId(id)), BUYER,
                buyer);
        return new Booked(id, accepted.header("Location"), API.loggedSince(from).getFirst());
    }
}
