package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request is named, is never a 500, and never reaches the log. */
class BadInputTest {
    private static final RunningApi API = RunningApi.shared();
    private static UUID onSale = new UUID(0, 0);
    private static UUID notYet = new UUID(0, 0);
    private static UUID closed = new UUID(0, 0);

    @BeforeAll
    static void events() {
        onSale = BookingRequests.onSale(API);
        var now = Instant.now();
        notYet = BookingRequests.created(API,
                BookingRequests.event(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2))));
        closed = BookingRequests.created(API,
                BookingRequests.event(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no JSON               | seats please                                                                                              | 400 | invalid-request    | body
            cut off               | {"eventId":"$E"                                                                                           | 400 | invalid-request    | body
            more behind it        | {"eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"} {}              | 400 | invalid-request    | body
            an array              | []                                                                                                        | 400 | invalid-request    | body
            nothing               | ``                                                                                                        | 400 | invalid-request    | body
            null                  | null                                                                                                      | 400 | invalid-request    | body
            a field twice         | {"eventId":"$E","section":"A","section":"B","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}   | 400 | invalid-request    | body
            unknown field         | {"eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE","vip":true}      | 400 | invalid-request    | vip
            quantity is text      | {"eventId":"$E","section":"A","subsection":"1","quantity":"2","selection":"BEST_AVAILABLE"}               | 400 | invalid-request    | quantity
            quantity is a half    | {"eventId":"$E","section":"A","subsection":"1","quantity":1.5,"selection":"BEST_AVAILABLE"}               | 400 | invalid-request    | quantity
            quantity overflows    | {"eventId":"$E","section":"A","subsection":"1","quantity":4294967297,"selection":"BEST_AVAILABLE"}        | 400 | invalid-request    | quantity
            section is a number   | {"eventId":"$E","section":7,"subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                   | 400 | invalid-request    | section
            seats are text        | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":"1-1"}                        | 400 | invalid-request    | seats
            a seat is a number    | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":[11]}                         | 400 | invalid-request    | seats[0]
            selection unknown     | {"eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":"WORST"}                          | 400 | invalid-request    | selection
            selection is a number | {"eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":0}                                | 400 | invalid-request    | selection
            selection missing     | {"eventId":"$E","section":"A","subsection":"1","quantity":1}                                              | 400 | invalid-request    | selection
            event missing         | {"section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                                | 400 | invalid-request    | eventId
            event is garbage      | {"eventId":"1-1-1-1-1","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}          | 400 | invalid-request    | eventId
            section missing       | {"eventId":"$E","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                               | 400 | invalid-request    | section
            subsection null       | {"eventId":"$E","section":"A","subsection":null,"quantity":1,"selection":"BEST_AVAILABLE"}                | 400 | invalid-request    | subsection
            0 seats               | {"eventId":"$E","section":"A","subsection":"1","quantity":0,"selection":"BEST_AVAILABLE"}                 | 400 | invalid-request    | quantity
            11 seats              | {"eventId":"$E","section":"A","subsection":"1","quantity":11,"selection":"BEST_AVAILABLE"}                | 400 | invalid-request    | quantity
            less than none        | {"eventId":"$E","section":"A","subsection":"1","quantity":-1,"selection":"BEST_AVAILABLE"}                | 400 | invalid-request    | quantity
            above the event's own | {"eventId":"$E","section":"A","subsection":"1","quantity":7,"selection":"BEST_AVAILABLE"}                 | 422 | too-many-tickets   |
            no quantity           | {"eventId":"$E","section":"A","subsection":"1","selection":"BEST_AVAILABLE"}                              | 400 | invalid-request    | quantity
            seats and best        | {"eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE","seats":["1-1"]} | 400 | invalid-request    | seats
            manual without seats  | {"eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":"MANUAL"}                         | 400 | invalid-request    | seats
            an empty choice       | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":[]}                           | 400 | invalid-request    | seats
            miscounted            | {"eventId":"$E","section":"A","subsection":"1","quantity":2,"selection":"MANUAL","seats":["1-1"]}         | 400 | invalid-request    | quantity
            the same seat twice   | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":["1-1","2-2","1-1"]}          | 400 | invalid-request    | seats[2]
            seat of a longer row  | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":["1-25"]}                     | 400 | invalid-request    | seats[0]
            row behind the last   | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":["1-1","6-1"]}                | 400 | invalid-request    | seats[1]
            seat 0                | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":["0-1"]}                      | 400 | invalid-request    | seats[0]
            a leading zero        | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":["01-1"]}                     | 400 | invalid-request    | seats[0]
            no label              | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":["first row"]}                | 400 | invalid-request    | seats[0]
            null as a seat        | {"eventId":"$E","section":"A","subsection":"1","selection":"MANUAL","seats":[null]}                       | 400 | invalid-request    | seats[0]
            garbage id            | {"id":"mine","eventId":"$E","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}     | 400 | invalid-request    | id
            unknown event         | {"eventId":"$U","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                 | 404 | event-unknown      |
            unknown section       | {"eventId":"$E","section":"C","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                 | 404 | section-unknown    |
            section is an attack  | {"eventId":"$E","section":"A' or 1=1","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}         | 404 | section-unknown    |
            unknown subsection    | {"eventId":"$E","section":"A","subsection":"4","quantity":1,"selection":"BEST_AVAILABLE"}                 | 404 | subsection-unknown |
            not on sale yet       | {"eventId":"$N","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                 | 409 | not-on-sale        |
            sale over             | {"eventId":"$C","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}                 | 409 | sale-closed        |
            """)
    void isNamedAndReachesNothing(String what, String body, int status, String code,
            @Nullable String field) {
        var sent = body.replace("$E", onSale.toString()).replace("$N", notYet.toString())
                .replace("$C", closed.toString()).replace("$U", Uuid7.next().toString());

        assertRefused(sent, status, code, field);
    }

    @Test
    void anIdOfLastWeekIsRefused() {
        for (var age : new Duration[]{Duration.ofDays(7), Duration.ofHours(25), Duration.ofHours(-25)}) {
            var id = BookingRequests.withId(BookingRequests.idMadeAgo(age));
            assertRefused(BookingRequests.best(onSale, 1, id), 400, "booking-id-time", null);
        }
    }

    @Test
    void anIdOfAnotherVersionIsRefused() {
        var id = BookingRequests.withId(UUID.randomUUID());
        assertRefused(BookingRequests.best(onSale, 1, id), 400, "booking-id-time", null);
    }

    @Test
    void aClientsIdDoesNotOpenAClosedSale() {
        assertRefused(BookingRequests.best(notYet, 1, BookingRequests.withId(Uuid7.next())), 409, "not-on-sale", null);
        assertRefused(BookingRequests.best(closed, 1, BookingRequests.withId(Uuid7.next())), 409, "sale-closed", null);
    }

    @Test
    void anIdempotencyKeyThatIsNoIdOrAnotherOneIsRefused() {
        assertRefused(BookingRequests.best(onSale, 1), 400, "invalid-request", "Idempotency-Key", "Idempotency-Key",
                "order-17");
        assertRefused(BookingRequests.best(onSale, 1, BookingRequests.withId(Uuid7.next())), 400, "invalid-request",
                "Idempotency-Key", "Idempotency-Key", Uuid7.next().toString());
    }

    @Test
    void anOversizeBodyIsRefused() {
        var padding = "\"section\":\"" + "A".repeat(17_000) + "\",";
        assertRefused(BookingRequests.best(onSale, 1, padding), 413, "body-too-large", null);
    }

    @Test
    void anOversizeBodyThatDoesNotSayItsLengthIsRefused() {
        var from = API.logEnd();
        var body = BookingRequests.best(onSale, 1, "\"section\":\"" + "A".repeat(200_000) + "\",");
        var answer = API.send(API.request("/api/bookings", "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));

        assertProblem(answer, 413, "body-too-large", null);
        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void anotherMediaTypeIsRefused() {
        assertRefused(BookingRequests.best(onSale, 1), 415, "unsupported-media-type", null, "Content-Type",
                "text/plain");
    }

    @Test
    void garbageInPathsAndQueriesIsNamed() {
        assertProblem(API.get("/api/bookings/42", TestIssuer.AS, "b"), 400, "invalid-request", "id");
        assertProblem(API.get("/api/bookings/" + Uuid7.next() + "?receipt=x", TestIssuer.AS, "b"), 400,
                "receipt-invalid", null);
        assertProblem(API.delete("/api/bookings/42", TestIssuer.AS, "b"), 400, "invalid-request", "id");
        assertProblem(API.get("/api/bookings?status=LOST", TestIssuer.AS, "b"), 400, "invalid-request", "status");
        assertProblem(API.get("/api/bookings?eventId=7", TestIssuer.AS, "b"), 400, "invalid-request", "eventId");
        assertProblem(API.get("/api/bookings?after=7", TestIssuer.AS, "b"), 400, "invalid-request", "after");
        assertProblem(API.get("/api/bookings", TestIssuer.AS, TestIssuer.NOBODY), 401, "identity-required", null);
        assertProblem(API.get("/api/events/7"), 400, "invalid-request", "id");
        assertProblem(API.get("/api/events?after=7"), 400, "invalid-request", "after");
        assertProblem(API.get("/api/events?q=" + "x".repeat(101)), 400, "invalid-request", "q");
        assertProblem(API.get("/api/nothing"), 404, "not-found", null);
        assertProblem(API.delete("/api/events"), 405, "method-not-allowed", null);
        assertProblem(API.get("/api/events", "Accept", "image/png"), 406, "not-acceptable", null);
        assertThat(API.get("/api/events?whatever=1").status()).as("unknown query parameters are ignored")
                .isEqualTo(200);
    }

    @Test
    void theEdgesOfWhatIsAllowedAreAccepted() {
        assertThat(API.post("/api/bookings", BookingRequests.best(onSale, 6), TestIssuer.AS, "x".repeat(255)).status())
                .isEqualTo(202);
        var almostOld = BookingRequests.idMadeAgo(Duration.ofHours(24).minusMinutes(1));
        assertThat(
                API.post("/api/bookings", BookingRequests.best(onSale, 1, BookingRequests.withId(almostOld))).status())
                .isEqualTo(202);
        assertThat(API.post("/api/bookings", """
                {"eventId":"%s","section":"A","subsection":"1","selection":"MANUAL","seats":["5-20","1-1"]}"""
                .formatted(onSale)).status()).isEqualTo(202);
    }

    private static void assertRefused(String body, int status, String code,
            @Nullable String field, String... headers) {
        var from = API.logEnd();

        var answer = API.post("/api/bookings", body, headers);

        assertProblem(answer, status, code, field);
        assertThat(API.loggedSince(from)).as("commands on the log").isEmpty();
    }

    private static void assertProblem(RunningApi.Answer answer, int status, String code,
            @Nullable String field) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("urn:seatlog:problem:" + code);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.response().body()).doesNotContain("Exception").doesNotContain("io.seatlog")
                .doesNotContain("tools.jackson");
        if (field != null) {
            assertThat(answer.body().path("errors").valueStream().map(error -> error.path("field").asString()))
                    .contains(field);
        }
    }
}
