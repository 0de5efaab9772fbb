package io.seatlog.ticketing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.RunningApi.Answer;
import io.seatlog.ticketing.TestIssuer;
import io.seatlog.ticketing.log.LogIdentity;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What becomes of an event after its creation: the row, the log and the answer say the same. Events have 4 subsections. */
class EventLifecycleTest {
    private static final RunningApi API = RunningApi.shared();
    private static final JdbcTemplate JDBC = API.context.getBean(JdbcTemplate.class);
    private static final String ORGANIZER = "organizer";

    /** The ending of bookings is told by another test; here nobody decides. */
    @AfterEach
    void nothingIsEnded() {
        JDBC.update("update ticketing.event set cancel_due = null where cancel_due is not null");
    }

    @Test
    void aChangeIsOnTheLogWhenItIsAnswered() {
        var event = BookingRequests.onSale(API);
        var from = API.logEnd();

        var changed = patch(event, """
                {"name":" Late night ","onSaleAt":"2026-02-01T00:00:00.1234Z","offSaleAt":"2031-01-01T00:00:00+01:00",
                 "maxTicketsPerBooking":3,"holdSeconds":60,"sections":[{"name":"B","priceMinor":77}]}""");

        assertThat(changed.status()).as(changed.response().body()).isEqualTo(202);
        assertThat(changed.text("name")).isEqualTo("Late night");
        assertThat(changed.text("onSaleAt")).isEqualTo("2026-02-01T00:00:00.123Z");
        assertThat(changed.body().at("/sections/1/priceMinor").asInt()).isEqualTo(77);
        assertThat(termsSince(from)).hasSize(4).allSatisfy(change -> {
            var b = subsection(event, "B");
            assertThat(change.terms()).isEqualTo(new Terms(2, change.subsectionId() == b ? 77 : 4500, "EUR",
                    Instant.parse("2026-02-01T00:00:00.123Z"), Instant.parse("2030-12-31T23:00:00Z"), 60, 3, 0,
                    Sale.OPEN));
        });
        assertThat(API.get("/api/events/" + event).text("name")).as("at once on this instance")
                .isEqualTo("Late night");
        assertThat(API.get("/api/events/" + event).text("description")).isEmpty();
    }

    @Test
    void whatDoesNotConcernTheLogIsNotSent() {
        var event = BookingRequests.onSale(API);
        var from = API.logEnd();

        var changed = patch(event, """
                {"name":"N","description":"D","venue":"W","startsAt":"2031-01-01T00:00:00Z","maxTicketsPerBooking":6,
                 "sections":[{"name":"A","priceMinor":4500}]}""");

        assertThat(changed.status()).isEqualTo(202);
        assertThat(changed.text("startsAt")).isEqualTo("2031-01-01T00:00:00.000Z");
        assertThat(API.loggedSince(from)).isEmpty();
        assertThat(patch(event, "{\"holdSeconds\":7}").status()).isEqualTo(202);
        assertThat(patch(event, "{\"holdSeconds\":7}").status()).isEqualTo(202);
        assertThat(termsSince(from)).as("the repeat changes and sends nothing").hasSize(4);
    }

    @Test
    void onlyTheOrganizerChangesAnEvent() {
        var event = "/api/events/" + BookingRequests.onSale(API);
        var from = API.logEnd();
        for (var path : List.of("", "/pause", "/resume", "/close", "/cancel")) {
            var body = path.isEmpty() ? "{\"name\":\"Mine\"}" : "";
            var method = path.isEmpty() ? "PATCH" : "POST";
            assertThat(send(method, event + path, body, TestIssuer.AS, TestIssuer.NOBODY).text("code"))
                    .isEqualTo("identity-required");
            assertThat(send(method, event + path, body, TestIssuer.AS, "eve").text("code"))
                    .isEqualTo("event-unknown");
            assertThat(send(method, "/api/events/" + Uuid7.next() + path, body, TestIssuer.AS, "eve").text("code"))
                    .isEqualTo("event-unknown");
        }
        assertThat(API.get(event).text("status")).isEqualTo("ON_SALE");
        assertThat(API.loggedSince(from)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing             | {}                                                        | body
            nulls               | {"name":null,"holdSeconds":null}                          | body
            blank name          | {"name":" "}                                              | name
            NUL in a text       | {"description":"a\\u0000b"}                               | description
            no time             | {"onSaleAt":"soon"}                                       | onSaleAt
            far future          | {"startsAt":"2200-01-01T00:00:00Z"}                       | startsAt
            ends at its start   | {"onSaleAt":"2028-01-01T00:00:00Z","offSaleAt":"2028-01-01T00:00:00Z"} | offSaleAt
            ends before it      | {"offSaleAt":"2001-01-01T00:00:00Z"}                      | offSaleAt
            11 tickets          | {"maxTicketsPerBooking":11}                               | maxTicketsPerBooking
            no ticket a buyer   | {"maxTicketsPerBuyer":0}                                  | maxTicketsPerBuyer
            1001 a buyer        | {"maxTicketsPerBuyer":1001}                               | maxTicketsPerBuyer
            half a ticket       | {"maxTicketsPerBuyer":1.5}                                | maxTicketsPerBuyer
            tickets as text     | {"maxTicketsPerBuyer":"4"}                                | maxTicketsPerBuyer
            hold too short      | {"holdSeconds":4}                                         | holdSeconds
            no sections         | {"sections":[]}                                           | sections
            null as a section   | {"sections":[null]}                                       | sections[0]
            unknown section     | {"sections":[{"name":"A","priceMinor":1},{"name":"Z","priceMinor":1}]} | sections[1].name
            section twice       | {"sections":[{"name":"A","priceMinor":1},{"name":"A","priceMinor":1}]} | sections[1].name
            no price            | {"sections":[{"name":"A"}]}                               | sections[0].priceMinor
            negative price      | {"sections":[{"name":"A","priceMinor":-1}]}               | sections[0].priceMinor
            another plan        | {"sections":[{"name":"A","priceMinor":1,"rows":2}]}       | sections[0].rows
            another currency    | {"currency":"USD"}                                        | currency
            back to a draft     | {"draft":true}                                            | draft
            """)
    void whatIsWrongIsNamedAndChangesNothing(String what, String body, String field) {
        var event = BookingRequests.onSale(API);
        var before = API.get("/api/events/" + event).response().body();
        var from = API.logEnd();

        var refused = patch(event, body);

        assertThat(refused.status()).as(refused.response().body()).isEqualTo(400);
        assertThat(refused.body().path("errors").valueStream().map(error -> error.path("field").asString()))
                .contains(field);
        assertThat(API.loggedSince(from)).isEmpty();
        assertThat(API.get("/api/events/" + event).response().body()).isEqualTo(before);
    }

    @Test
    void aDraftChangesFreelyAndTheLogHearsOfItWhenItIsPublished() {
        var draft = created(soldNow().replaceFirst("\\{", "{\"draft\":true,"));
        var from = API.logEnd();

        assertThat(patch(draft, "{\"maxTicketsPerBuyer\":4}").body().path("maxTicketsPerBuyer").asInt()).isEqualTo(4);
        assertThat(patch(draft, "{\"maxTicketsPerBuyer\":null}").body().has("maxTicketsPerBuyer")).isFalse();
        assertThat(patch(draft, "{\"sections\":[{\"name\":\"A\",\"priceMinor\":99}]}").text("status"))
                .isEqualTo("DRAFT");
        assertThat(API.loggedSince(from)).isEmpty();

        assertThat(move(draft, "publish").text("status")).isEqualTo("ON_SALE");
        assertThat(API.loggedSince(from)).hasSize(4).allSatisfy(one -> {
            var terms = ((Command.OpenSubsection) one.command()).terms();
            assertThat(terms.version()).isEqualTo(4);
            assertThat(terms.limitsBuyers()).isFalse();
        });
        assertThat(API.get("/api/events/" + draft).text("status")).isEqualTo("ON_SALE");
    }

    @Test
    void aPublishedEventKeepsHavingALimitOfBuyersOrNone() {
        var without = BookingRequests.onSale(API);
        var with = created(soldNow().replaceFirst("\\{", "{\"maxTicketsPerBuyer\":4,"));
        var from = API.logEnd();

        var gained = patch(without, "{\"maxTicketsPerBuyer\":4}");
        var lost = patch(with, "{\"maxTicketsPerBuyer\":null}");

        assertThat(gained.status()).isEqualTo(409);
        assertThat(gained.text("code")).isEqualTo("buyer-limit-fixed");
        assertThat(lost.text("code")).isEqualTo("buyer-limit-fixed");
        assertThat(patch(without, "{\"maxTicketsPerBuyer\":null}").status()).as("it has none").isEqualTo(202);
        assertThat(API.loggedSince(from)).isEmpty();
        assertThat(patch(with, "{\"maxTicketsPerBuyer\":2}").body().path("maxTicketsPerBuyer").asInt()).isEqualTo(2);
        assertThat(termsSince(from)).hasSize(4).allSatisfy(
                change -> assertThat(change.terms().maxPerBuyer()).isEqualTo(2));
    }

    @Test
    void theTermsOfASaleThatIsOverStay() {
        var now = Instant.now();
        var over = created(BookingRequests.event(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1))));
        var closed = BookingRequests.onSale(API);
        var cancelled = BookingRequests.onSale(API);
        move(closed, "close");
        move(cancelled, "cancel");
        var from = API.logEnd();
        Map.of(over, "CLOSED", closed, "CLOSED", cancelled, "CANCELLED").forEach((event, status) -> {
            var refused = patch(event, "{\"name\":\"X\",\"offSaleAt\":\"2035-01-01T00:00:00Z\"}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("not-allowed-in-status");
            assertThat(refused.text("eventStatus")).isEqualTo(status);
            var renamed = patch(event,
                    "{\"name\":\"Moved\",\"startsAt\":\"2035-01-01T00:00:00Z\",\"holdSeconds\":600}");
            assertThat(renamed.status()).as(renamed.response().body()).isEqualTo(202);
            assertThat(renamed.text("name")).isEqualTo("Moved");
        });
        assertThat(termsOf(from, over, closed)).isEmpty();
    }

    @Test
    void aSaleIsPausedResumedAndClosedOnce() {
        var event = BookingRequests.onSale(API);
        var id = Uuid7.next();
        var wish = BookingRequests.best(event, 2, BookingRequests.withId(id));
        assertThat(API.post("/api/bookings", wish, TestIssuer.AS, "bob").status()).isEqualTo(202);
        var from = API.logEnd();

        assertThat(move(event, "pause").text("status")).isEqualTo("PAUSED");
        assertThat(move(event, "pause").status()).isEqualTo(202);
        assertThat(termsSince(from)).hasSize(4)
                .allSatisfy(change -> assertThat(change.terms().sale()).isEqualTo(Sale.PAUSED));
        assertThat(API.get("/api/events/" + event).text("status")).isEqualTo("PAUSED");
        assertThat(book(event).text("code")).isEqualTo("sale-paused");
        assertThat(book(event).status()).isEqualTo(409);
        assertThat(API.post("/api/bookings", wish, TestIssuer.AS, "bob").header("Idempotent-Replayed"))
                .as("known requests are answered as such").isEqualTo("true");
        assertThat(patch(event, "{\"holdSeconds\":30}").text("status")).isEqualTo("PAUSED");

        from = API.logEnd();
        assertThat(move(event, "resume").text("status")).isEqualTo("ON_SALE");
        assertThat(move(event, "resume").status()).isEqualTo(202);
        assertThat(termsSince(from)).hasSize(4)
                .allSatisfy(change -> assertThat(change.terms().sale()).isEqualTo(Sale.OPEN));
        assertThat(book(event).status()).isEqualTo(202);

        from = API.logEnd();
        assertThat(move(event, "close").text("status")).isEqualTo("CLOSED");
        assertThat(move(event, "close").status()).isEqualTo(202);
        assertThat(termsSince(from)).hasSize(4)
                .allSatisfy(change -> assertThat(change.terms().sale()).isEqualTo(Sale.CLOSED));
        assertThat(book(event).text("code")).isEqualTo("sale-closed");
        var resumed = move(event, "resume");
        assertThat(resumed.status()).isEqualTo(409);
        assertThat(resumed.text("code")).isEqualTo("not-allowed-in-status");
        assertThat(resumed.text("eventStatus")).isEqualTo("CLOSED");
    }

    /** The instance that accepted it may be another one: then the row knows. */
    @Test
    void aBookingThatIsDecidedIsAnsweredWhateverBecameOfTheSale() {
        var event = BookingRequests.onSale(API);
        var id = Uuid7.next();
        var from = API.logEnd();
        var wish = BookingRequests.best(event, 1, BookingRequests.withId(id));
        API.post("/api/bookings", wish, TestIssuer.AS, "bob");
        var command = API.loggedSince(from).getFirst();
        BookingRequests.decide(API, command, event, BookingStatus.HELD, null, new Short[]{0});
        move(event, "close");

        var again = API.post("/api/bookings", wish, TestIssuer.AS, "bob");

        assertThat(again.status()).isEqualTo(202);
        assertThat(API.post("/api/bookings", BookingRequests.best(event, 1, BookingRequests.withId(Uuid7.next())),
                TestIssuer.AS, "bob").text("code")).isEqualTo("sale-closed");
    }

    @Test
    void aDraftIsNeitherPausedNorClosedButCancelledUnseen() {
        var draft = created(soldNow().replaceFirst("\\{", "{\"draft\":true,"));
        var from = API.logEnd();
        for (var move : List.of("pause", "resume", "close")) {
            assertThat(move(draft, move).text("eventStatus")).isEqualTo("DRAFT");
        }

        assertThat(move(draft, "cancel").text("status")).isEqualTo("CANCELLED");
        assertThat(move(draft, "cancel").status()).isEqualTo(202);

        var published = move(draft, "publish");
        assertThat(published.status()).isEqualTo(409);
        assertThat(published.text("eventStatus")).isEqualTo("CANCELLED");
        assertThat(API.get("/api/events/" + draft).status()).isEqualTo(404);
        assertThat(API.get("/api/events/" + draft, TestIssuer.AS, ORGANIZER).text("status")).isEqualTo("CANCELLED");
        assertThat(API.loggedSince(from)).isEmpty();
    }

    @Test
    void aChangeThatACrashLeftUnsentIsSentByTheSweepAsAChange() {
        var event = BookingRequests.onSale(API);
        var from = API.logEnd();
        JDBC.update("""
                update ticketing.event set sale = 2, terms_version = 2, send_due = now() - interval '1 second',
                       version = nextval('ticketing.event_version') where id = ?""", event);

        RunningApi.await("sent", () -> termsOf(from, event).size() >= 4);

        assertThat(API.loggedSince(from)).allSatisfy(
                one -> assertThat(one.command()).isInstanceOf(Command.ChangeTerms.class));
        RunningApi.await("remembered", () -> Integer.valueOf(2).equals(JDBC.queryForObject(
                "select terms_sent from ticketing.event where id = ?", Integer.class, event)));
    }

    @Test
    void aRepeatedChangeWaitsForWhatTheLogHasNotAcknowledged() {
        var event = BookingRequests.onSale(API);
        JDBC.update("""
                update ticketing.event set sale = 2, terms_version = 2, send_due = now() + interval '1 hour',
                       version = nextval('ticketing.event_version') where id = ?""", event);
        var from = API.logEnd();

        assertThat(move(event, "pause").status()).isEqualTo(202);

        assertThat(termsSince(from)).hasSize(4)
                .allSatisfy(change -> assertThat(change.terms().version()).isEqualTo(2));
    }

    /** An opening that may be on the log must not be followed by one with newer terms: that would be poison. */
    @Test
    void aChangeWaitsUntilTheEventIsOpen() {
        var event = BookingRequests.onSale(API);
        JDBC.update("""
                update ticketing.event set terms_sent = 0, send_due = now() + interval '1 hour',
                       version = nextval('ticketing.event_version') where id = ?""", event);
        var from = API.logEnd();

        assertThat(patch(event, "{\"holdSeconds\":60}").status()).isEqualTo(202);

        var logged = API.loggedSince(from).stream()
                .collect(Collectors.groupingBy(one -> one.command().subsectionId()));
        assertThat(logged).hasSize(4);
        assertThat(logged.values()).allSatisfy(commands -> {
            assertThat(commands).hasSize(2);
            assertThat(((Command.OpenSubsection) commands.getFirst().command()).terms().version()).isEqualTo(1);
            assertThat(((Command.ChangeTerms) commands.getLast().command()).terms().version()).isEqualTo(2);
        });
    }

    @Test
    void concurrentChangesEndTheSameInRowAndLog() throws Exception {
        var event = BookingRequests.onSale(API);
        var from = API.logEnd();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var changes = IntStream.rangeClosed(1, 24)
                    .mapToObj(i -> (Callable<Answer>) () -> patch(event, i % 3 == 0
                            ? "{\"holdSeconds\":" + (100 + i) + "}"
                            : "{\"sections\":[{\"name\":\"A\",\"priceMinor\":" + i + "}]}"))
                    .toList();
            for (var change : threads.invokeAll(changes)) {
                assertThat(change.get().status()).isEqualTo(202);
            }
        }

        var last = termsOf(from, event).stream().collect(Collectors.toMap(Command.ChangeTerms::subsectionId,
                Function.identity(),
                BinaryOperator.maxBy((one, other) -> Integer.compare(one.terms().version(), other.terms().version()))));
        var now = API.get("/api/events/" + event).body();
        assertThat(last).hasSize(4);
        assertThat(last.values()).allSatisfy(change -> {
            assertThat(change.terms().version()).isEqualTo(25);
            assertThat(change.terms().holdSeconds()).isEqualTo(now.path("holdSeconds").asInt());
        });
        assertThat(Objects.requireNonNull(last.get(subsection(event, "A"))).terms().priceMinor())
                .isEqualTo(now.at("/sections/0/priceMinor").asLong());
    }

    @Test
    void nothingChangesWhileTheLogHasNoOwner() {
        var event = BookingRequests.onSale(API);
        API.truth.update("update reservation.partition_progress set topic_id = gen_random_uuid() where partition = 3");
        try {
            RunningApi.await("known", () -> !API.context.getBean(LogIdentity.class).isWhollyGranted());
            assertThat(move(event, "pause").text("code")).isEqualTo("log-unavailable");
            assertThat(patch(event, "{\"name\":\"Texts need no log\"}").status()).isEqualTo(202);
            assertThat(API.get("/api/events/" + event).text("status")).isEqualTo("ON_SALE");
        } finally {
            API.grantAll();
            RunningApi.await("granted", () -> API.context.getBean(LogIdentity.class).isWhollyGranted());
        }
        assertThat(move(event, "pause").text("status")).isEqualTo("PAUSED");
    }

    @Test
    void organizersListTheirOwnEvents() {
        var me = "m" + Uuid7.next().toString().replace("-", "");
        var onSale = made(me, soldNow());
        var draft = made(me, soldNow().replaceFirst("\\{", "{\"draft\":true,"));
        var cancelled = made(me, soldNow().replace("Night of tests", me));
        BookingRequests.onSale(API);
        assertThat(API.post("/api/events/" + cancelled + "/cancel", "", TestIssuer.AS, me).status()).isEqualTo(202);

        var mine = API.get("/api/events?mine=true", TestIssuer.AS, me);

        assertThat(listed(mine)).containsExactly(cancelled, draft, onSale);
        assertThat(mine.body().path("items").valueStream().map(item -> item.path("status").asString()))
                .containsExactly("CANCELLED", "DRAFT", "ON_SALE");
        assertThat(listed(API.get("/api/events?mine=true&q=" + me, TestIssuer.AS, me))).containsExactly(cancelled);
        assertThat(listed(API.get("/api/events?mine=true&after=" + draft, TestIssuer.AS, me)))
                .containsExactly(onSale);
        assertThat(listed(API.get("/api/events?q=" + me))).as("a cancelled event can still be found")
                .containsExactly(cancelled);
        assertThat(listed(API.get("/api/events", TestIssuer.AS, me))).doesNotContain(draft);
        assertThat(API.get("/api/events?mine=true", TestIssuer.AS, TestIssuer.NOBODY).text("code"))
                .isEqualTo("identity-required");
        assertThat(API.get("/api/events?mine=perhaps", TestIssuer.AS, me).text("code")).isEqualTo("invalid-request");
    }

    @Test
    void operatorsListTheEventsOfAllAndBuyersOfNobody() {
        var word = "w" + Uuid7.next().toString().replace("-", "");
        var olgas = made("olga", soldNow().replace("Night of tests", word));
        var draft = made("oscar", soldNow().replace("Night of tests", word).replaceFirst("\\{", "{\"draft\":true,"));

        var all = API.get("/api/events?mine=true&q=" + word, "Authorization", bearer("otto", "operator"));

        assertThat(listed(all)).containsExactly(draft, olgas);
        assertThat(listed(API.get("/api/events?mine=true&q=" + word + "&after=" + draft, "Authorization",
                bearer("otto", "operator")))).containsExactly(olgas);
        assertThat(listed(API.get("/api/events?mine=true&q=" + word, "Authorization", bearer("oscar", "organizer"))))
                .containsExactly(draft);
        assertThat(listed(API.get("/api/events?q=" + word, "Authorization", bearer("otto", "operator"))))
                .as("what everybody sees, without mine").containsExactly(olgas);
        for (var roles : List.of(new String[]{"buyer"}, new String[0])) {
            var refused = API.get("/api/events?mine=true", "Authorization", bearer("bea", roles));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("role-required");
            assertThat(refused.body().path("roles").valueStream().map(JsonNode::asString))
                    .containsExactly("operator", "organizer");
            assertThat(API.get("/api/events?q=" + word, "Authorization", bearer("bea", roles)).status())
                    .as("what everybody may").isEqualTo(200);
        }
    }

    @Test
    void everyAnswerIsDocumented() {
        var paths = API.get("/openapi").body().path("paths");
        assertThat(answers(paths.path("/api/events/{id}").path("patch")))
                .contains("202", "400", "401", "404", "409", "503", "504").doesNotContain("200");
        assertThat(answers(paths.path("/api/events").path("get"))).contains("200", "400", "401", "403", "503");
        for (var move : List.of("publish", "pause", "resume", "close")) {
            assertThat(answers(paths.path("/api/events/{id}/" + move).path("post"))).as(move)
                    .contains("202", "400", "401", "404", "409", "503", "504").doesNotContain("200");
        }
        assertThat(answers(paths.path("/api/events/{id}/cancel").path("post")))
                .contains("202", "400", "401", "404", "503", "504").doesNotContain("200", "409");
    }

    private static Collection<String> answers(JsonNode operation) {
        return operation.path("responses").propertyNames();
    }

    private static String soldNow() {
        return BookingRequests.event(Instant.now().minus(Duration.ofHours(1)),
                Instant.now().plus(Duration.ofDays(30)));
    }

    private static UUID created(String event) {
        return BookingRequests.created(API, event);
    }

    private static UUID made(String organizer, String event) {
        return UUID.fromString(API.post("/api/events", event, TestIssuer.AS, organizer).text("id"));
    }

    private static String bearer(String name, String... roles) {
        return "Bearer " + TestIssuer.shared().token(name, roles);
    }

    private static List<UUID> listed(Answer page) {
        return page.body().path("items").valueStream().map(item -> UUID.fromString(item.path("id").asString()))
                .toList();
    }

    private static Answer patch(UUID event, String body) {
        return send("PATCH", "/api/events/" + event, body, TestIssuer.AS, ORGANIZER);
    }

    private static Answer move(UUID event, String move) {
        return send("POST", "/api/events/" + event + "/" + move, "", TestIssuer.AS, ORGANIZER);
    }

    private static Answer send(String method, String path, String body, String... headers) {
        return API.send(API.request(path, headers).header("Content-Type", "application/json").method(method,
                HttpRequest.BodyPublishers.ofString(body)));
    }

    private static Answer book(UUID event) {
        return API.post("/api/bookings", BookingRequests.best(event, 1), TestIssuer.AS, "bob");
    }

    private static int subsection(UUID event, String section) {
        return Objects.requireNonNull(
                JDBC.queryForObject(
                        "select id from ticketing.subsection where event = ? and section = ? and name = '1'",
                        Integer.class, event, section));
    }

    /** All that was put on the log since; it must be changes. */
    private static List<Command.ChangeTerms> termsSince(Map<TopicPartition, Long> from) {
        return API.loggedSince(from).stream().map(one -> (Command.ChangeTerms) one.command()).toList();
    }

    private static List<Command.ChangeTerms> termsOf(Map<TopicPartition, Long> from, UUID... events) {
        var ids = JDBC.queryForList("select id from ticketing.subsection where event = any(?)", Integer.class,
                (Object) events);
        return API.loggedSince(from).stream().map(RunningApi.Logged::command)
                .filter(Command.ChangeTerms.class::isInstance).map(Command.ChangeTerms.class::cast)
                .filter(change -> ids.contains(change.subsectionId())).toList();
    }
}
