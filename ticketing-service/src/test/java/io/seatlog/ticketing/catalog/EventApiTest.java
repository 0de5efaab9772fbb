package io.seatlog.ticketing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Events over HTTP: what is created is on the log, what is wrong is named, what is visible is listed. */
class EventApiTest {
    private static final RunningApi API = RunningApi.shared();
    private static final String HALL = """
            {"name":"Hall","venue":"V","startsAt":"2030-01-01T20:00:00+01:00","onSaleAt":"2026-01-01T00:00:00Z",
             "offSaleAt":"2030-01-01T19:00:00.5Z","currency":"JPY",
             "sections":[{"name":"A","priceMinor":100,"subsections":200,"rows":20,"seatsPerRow":25}]}""";

    @Test
    void aLargeEventIsOnTheLogWhenItIsAnswered() {
        API.post("/api/events", HALL);
        var from = API.logEnd();
        long startedAt = System.nanoTime();

        var made = API.post("/api/events", HALL, TestIssuer.AS, "organizer-1");

        var took = Duration.ofNanos(System.nanoTime() - startedAt);
        System.out.println("100,000 seats in 200 subsections: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(3));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/events/" + made.text("id"));
        assertThat(made.text("organizer")).isEqualTo(TestIssuer.shared().id("organizer-1"));
        assertThat(made.body().path("seats").asInt()).isEqualTo(100_000);
        assertThat(made.text("startsAt")).isEqualTo("2030-01-01T19:00:00.000Z");
        assertThat(made.text("offSaleAt")).isEqualTo("2030-01-01T19:00:00.500Z");
        assertThat(made.text("status")).isEqualTo("ON_SALE");
        var openings = API.loggedSince(from);
        assertThat(openings).hasSize(200).allSatisfy(one -> {
            var opening = (Command.OpenSubsection) one.command();
            assertThat(opening.partition()).isEqualTo(one.record().partition());
            assertThat(new String(one.record().key(), StandardCharsets.US_ASCII))
                    .isEqualTo(opening.key().toString());
            assertThat(opening.terms().priceMinor()).isEqualTo(100);
            assertThat(opening.terms().currency()).isEqualTo("JPY");
        });
        assertThat(openings.stream().collect(Collectors.groupingBy(one -> one.record().partition(),
                Collectors.counting())).values()).as("an even spread").containsOnly(50L);
        assertThat(API.get(made.header("Location")).body().at("/sections/0/subsections/199/name").asString())
                .isEqualTo("200");
    }

    @Test
    void aRepeatedCreationMakesNoSecondEvent() {
        var key = Uuid7.next().toString();
        var first = API.post("/api/events", HALL, TestIssuer.AS, "o", "Idempotency-Key", key);
        var from = API.logEnd();

        var again = API.post("/api/events", HALL, TestIssuer.AS, "o", "Idempotency-Key", "\"" + key + "\"");
        var other = API.post("/api/events", HALL.replace("JPY", "EUR"), TestIssuer.AS, "o", "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
        assertThat(API.loggedSince(from)).isEmpty();
        assertThat(API.post("/api/events", HALL, TestIssuer.AS, "p", "Idempotency-Key", key).text("id"))
                .as("a key belongs to its organizer").isNotEqualTo(first.text("id"));
        assertThat(API.post("/api/events", HALL, "Idempotency-Key", "a b").text("code")).isEqualTo("invalid-request");
    }

    @Test
    void aDraftIsSeenByItsOrganizerOnlyUntilItIsPublished() throws Exception {
        var from = API.logEnd();
        var draft = HALL.replace("\"subsections\":200", "\"subsections\":3").replace("{\"name\":\"Hall\"",
                "{\"draft\":true,\"name\":\"Hall\"");
        assertThat(API.post("/api/events", draft, TestIssuer.AS, TestIssuer.NOBODY).text("code"))
                .isEqualTo("identity-required");

        var made = API.post("/api/events", draft, TestIssuer.AS, "olga");
        var event = made.header("Location");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("status")).isEqualTo("DRAFT");
        assertThat(API.get(event, TestIssuer.AS, "olga").text("status")).isEqualTo("DRAFT");
        assertThat(API.get(event).status()).isEqualTo(404);
        assertThat(API.get(event, TestIssuer.AS, "eve").text("code")).isEqualTo("event-unknown");
        assertThat(API.get("/api/events").response().body()).doesNotContain(made.text("id"));
        assertThat(API.get(event + "/seats?section=A&subsection=1").status()).isEqualTo(404);
        assertThat(API.post("/api/bookings", """
                {"eventId":"%s","section":"A","subsection":"1","quantity":1,"selection":"BEST_AVAILABLE"}"""
                .formatted(made.text("id")), TestIssuer.AS, "olga").text("code")).isEqualTo("event-unknown");
        Thread.sleep(6_000); // The sweep of what was not sent leaves drafts alone.
        assertThat(API.loggedSince(from)).isEmpty();
        assertThat(API.post(event + "/publish", "", TestIssuer.AS, "eve").text("code")).isEqualTo("event-unknown");
        assertThat(API.post(event + "/publish", "", TestIssuer.AS, TestIssuer.NOBODY).text("code"))
                .isEqualTo("identity-required");

        var published = API.post(event + "/publish", "", TestIssuer.AS, "olga");

        assertThat(published.status()).isEqualTo(202);
        assertThat(published.text("status")).isEqualTo("ON_SALE");
        assertThat(API.loggedSince(from)).hasSize(3)
                .allSatisfy(one -> assertThat(one.command()).isInstanceOf(Command.OpenSubsection.class));
        RunningApi.await("visible to all", () -> API.get(event).status() == 200);
        var again = API.post(event + "/publish", "", TestIssuer.AS, "olga");
        assertThat(again.status()).isEqualTo(202);
        assertThat(API.loggedSince(from)).hasSize(3);
    }

    @Test
    void charactersAreCountedAsPeopleDo() {
        var draft = HALL.replace("{\"name\":\"Hall\"", "{\"draft\":true,\"name\":\"%s\"");

        assertThat(API.post("/api/events", draft.formatted("🎭".repeat(200)), TestIssuer.AS, "olga").status())
                .isEqualTo(201);
        assertThat(API.post("/api/events", draft.formatted("🎭".repeat(201)), TestIssuer.AS, "olga").status())
                .isEqualTo(400);
        assertThat(API.get("/api/events?q=" + URLEncoder.encode("🎭".repeat(100), StandardCharsets.UTF_8)).status())
                .isEqualTo(200);
    }

    @Test
    void anEventThatACrashLeftUnsentIsOpenedByTheSweep() {
        var id = BookingRequests.onSale(API);
        var from = API.logEnd();
        var jdbc = API.context.getBean(JdbcTemplate.class);
        jdbc.update("""
                update ticketing.event set terms_sent = 0, send_due = now() - interval '1 second',
                       version = nextval('ticketing.event_version') where id = ?""", id);

        RunningApi.await("opened again", () -> API.loggedSince(from).stream()
                .filter(one -> one.command() instanceof Command.OpenSubsection open && open.key().eventId().equals(id))
                .count() >= 4);
        RunningApi.await("visible again", () -> API.get("/api/events/" + id).status() == 200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            empty name          | "name":"Hall"             | "name":""                     | name
            blank name          | "name":"Hall"             | "name":"   "                  | name
            no name             | "name":"Hall",            | ``                            | name
            NUL in a name       | "name":"Hall"             | "name":"a\\u0000b"            | name
            half a character    | "name":"Hall"             | "name":"a\\ud83d"             | name
            no venue            | "venue":"V",              | ``                            | venue
            negative price      | "priceMinor":100          | "priceMinor":-1               | sections[0].priceMinor
            price beyond limit  | "priceMinor":100          | "priceMinor":1000000001       | sections[0].priceMinor
            no section          | "sections":[{             | "sections":[],"x":[{          | x
            null as a section   | "sections":[{             | "sections":[null,{            | sections[0]
            section twice       | "sections":[              | "sections":[{"name":"A","priceMinor":1,"subsections":1,"rows":1,"seatsPerRow":1}, | sections[1].name
            section name        | "name":"A"                | "name":"A-1"                  | sections[0].name
            0 rows              | "rows":20                 | "rows":0                      | sections[0].rows
            above 500 seats     | "rows":20                 | "rows":21                     | sections[0].rows
            overflowing seats   | "rows":20                 | "rows":2147483647             | sections[0].rows
            0 subsections       | "subsections":200         | "subsections":0               | sections[0].subsections
            2,001 subsections   | "subsections":200         | "subsections":2001            | sections[0].subsections
            sale ends at start  | 2030-01-01T19:00:00.5Z    | 2026-01-01T00:00:00Z          | offSaleAt
            sale ends before    | 2030-01-01T19:00:00.5Z    | 2025-01-01T00:00:00Z          | offSaleAt
            time without zone   | 2026-01-01T00:00:00Z      | 2026-01-01T00:00:00           | onSaleAt
            no time             | "2026-01-01T00:00:00Z"    | "soon"                        | onSaleAt
            time as a number    | "2026-01-01T00:00:00Z"    | 1767225600                    | onSaleAt
            far future          | 2030-01-01T20:00:00+01:00 | +999999-01-01T00:00:00Z       | startsAt
            unknown currency    | JPY                       | XQQ                           | currency
            11 tickets          | "currency":"JPY"          | "currency":"JPY","maxTicketsPerBooking":11 | maxTicketsPerBooking
            no ticket a buyer   | "currency":"JPY"          | "currency":"JPY","maxTicketsPerBuyer":0    | maxTicketsPerBuyer
            1001 tickets a buyer | "currency":"JPY"         | "currency":"JPY","maxTicketsPerBuyer":1001 | maxTicketsPerBuyer
            hold too short      | "currency":"JPY"          | "currency":"JPY","holdSeconds":1           | holdSeconds
            unknown field       | "currency":"JPY"          | "currency":"JPY","colour":"red"            | colour
            field of a section  | "rows":20                 | "rows":20,"vip":true          | sections[0].vip
            """)
    void whatIsWrongIsNamed(String what, String part, String instead, String field) {
        var from = API.logEnd();
        var body = HALL.replace(part, instead);
        assertThat(body).isNotEqualTo(HALL);

        var refused = API.post("/api/events", body);

        assertThat(refused.status()).as(refused.response().body()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("invalid-request");
        assertThat(refused.body().path("errors").valueStream().map(error -> error.path("field").asString()))
                .contains(field);
        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void eventsAreFoundByWordsAndPagedNewestFirst() {
        var word = "w" + Uuid7.next().toString().replace("-", "");
        var made = new ArrayList<UUID>();
        for (int i = 0; i < 52; i++) {
            made.addFirst(BookingRequests.created(API, BookingRequests
                    .event(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z"))
                    .replace("Night of tests", "100%_" + word)));
        }

        var first = API.get("/api/events?q=" + word.toUpperCase(Locale.ROOT));
        var second = API.get("/api/events?q=" + word + "&after=" + first.text("next"));

        var listed = new ArrayList<>(ids(first));
        listed.addAll(ids(second));
        assertThat(ids(first)).hasSize(50);
        assertThat(listed).isEqualTo(made);
        assertThat(second.body().has("next")).isFalse();
        assertThat(new HashSet<>(listed)).hasSize(52);
        assertThat(ids(API.get("/api/events?q=100%25_" + word))).hasSize(50);
        assertThat(ids(API.get("/api/events?q=1__%25_" + word))).as("wildcards are taken literally").isEmpty();
    }

    @Test
    void anUnknownEventIsA404() {
        assertThat(API.get("/api/events/" + Uuid7.next()).text("code")).isEqualTo("event-unknown");
    }

    private static List<UUID> ids(RunningApi.Answer page) {
        return page.body().path("items").valueStream().map(item -> UUID.fromString(item.path("id").asString()))
                .toList();
    }
}
