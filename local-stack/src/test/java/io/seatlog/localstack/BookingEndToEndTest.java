package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.OutcomeTape;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bookings over HTTP on two ticketing and two reservation instances. */
class BookingEndToEndTest {
    private static final int IN_FLIGHT = 200;
    private final RunningSystem system = RunningSystem.shared();
    private final URI one = system.api(0);
    private final URI other = system.api(1);

    @Test
    void shouldFollowABookingOnTheOtherInstance() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = buyers.makeEvent(one, 4, 10, 20);
            for (int i = 0; i < 20; i++) {
                var wish = new Buyers.Wish(Uuid7.next(), event, "A", "1", "follower", 2);
                var accepted = awaitAccepted(buyers, wish);
                var self = accepted.headers().firstValue("Location").orElseThrow();
                var first = buyers.get(other.resolve(self), "follower");
                assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
                var stream = buyers.stream(other.resolve(link(accepted.body(), "stream")), "follower").get();
                assertThat(stream.statusCode()).isEqualTo(200);
                try (var lines = stream.body()) {
                    var decided = lines.filter(line -> line.startsWith("event:") && !line.contains("queued"))
                            .findFirst();
                    assertThat(decided).hasValueSatisfying(line -> assertThat(line).contains("held"));
                }
                var row = buyers.get(other.resolve("/api/bookings/" + wish.id()), "follower");
                assertThat(row.body()).contains("\"HELD\"").contains("\"adjacent\":true");
            }
        }
    }

    @Test
    void shouldSellOneSeatOnce() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens());
                var tape = new OutcomeTape(system.endpoints().target())) {
            var event = buyers.makeEvent(one, 1, 10, 20);
            awaitVisible(buyers, event);
            var ids = new ArrayList<UUID>();
            var requests = new ArrayList<Runnable>();
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 2000; i++) {
                var id = Uuid7.next();
                ids.add(id);
                var json = String.format(Locale.ROOT, "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"A\","
                        + "\"subsection\":\"1\",\"selection\":\"MANUAL\",\"seats\":[\"4-11\"]}", id, event);
                var buyer = "rival-" + i;
                var api = i % 2 == 0 ? one : other;
                requests.add(() -> answers.add(buyers.post(api, buyer, json)));
            }
            inWaves(requests, answers);
            assertThat(answers).allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(202));
            awaitDecided(tape, ids);
            assertThat(count("select count(*) from reservation.booking where event_id = ? and status = 1", event))
                    .isEqualTo(1);
            assertThat(
                    count("select count(*) from reservation.booking where event_id = ? and status = 5 and reason = 2",
                            event))
                    .isEqualTo(1999);
        }
    }

    @Test
    void shouldMakeOneBookingOfAnIdSentToTwoSubsectionsAtOnce() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens());
                var tape = new OutcomeTape(system.endpoints().target())) {
            var event = buyers.makeEvent(one, 8, 20, 25);
            awaitVisible(buyers, event);
            var ids = new ArrayList<UUID>();
            var requests = new ArrayList<Runnable>();
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 3000; i++) {
                var id = Uuid7.next();
                ids.add(id);
                var twin = "twin-" + i % 600;
                var first = new Buyers.Wish(id, event, "A", "" + (1 + i % 8), twin, 1);
                var second = new Buyers.Wish(id, event, "A", "" + (1 + (i + 1 + i / 8 % 7) % 8), twin, 1);
                requests.add(() -> answers.add(buyers.book(one, first)));
                requests.add(() -> answers.add(buyers.book(other, second)));
            }
            inWaves(requests, answers);
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isIn(202, 409);
            }
            awaitDecided(tape, ids);
            long accepted = answers.stream().filter(answer -> answer.join().statusCode() == 202).count();
            awaitCount(
                    "with mine as (select id from reservation.booking where event_id = ?) select (select count(*) from mine)"
                            + " + (select count(*) from reservation.refusal where booking_id in (select id from mine))",
                    event,
                    accepted);
            assertThat(count("select count(*) from reservation.booking where event_id = ?", event)).isEqualTo(3000);
            var audit = new Audit(system.endpoints().target());
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
        }
    }

    @Test
    void shouldChangeNothingWhenEveryRequestIsRepeatedThreeTimes() throws Exception {
        try (var sale = Sale.start(system, 600, 300); var buyers = Buyers.patient(system.endpoints().tokens())) {
            sale.finishAndAudit("before the retries");
            var before = snapshot(sale.eventId());
            var requests = new ArrayList<Runnable>();
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int round = 0; round < 3; round++) {
                for (var wish : sale.run().accepted().values()) {
                    var api = round == 1 ? other : one;
                    requests.add(() -> answers.add(buyers.book(api, wish)));
                }
            }
            inWaves(requests, answers);
            assertThat(answers).allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(202));
            for (int wait = 0; wait < 300 && !caughtUp(); wait++) {
                Thread.sleep(100);
            }
            assertThat(snapshot(sale.eventId())).isEqualTo(before);
            sale.finishAndAudit("after the retries");
        }
    }

    /** Once both stores say so, best-available is refused at the door; the first seat that comes back opens it again. */
    @Test
    void shouldRefuseEarlyWhatIsSoldOutUntilASeatComesBack() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens());
                var tape = new OutcomeTape(system.endpoints().target())) {
            var event = buyers.makeEvent(one, 1, 1, 2);
            var winner = new Buyers.Wish(Uuid7.next(), event, "A", "1", "winner", 2);
            awaitAccepted(buyers, winner);
            awaitDecided(tape, List.of(winner.id()));

            var refused = awaitStatus(buyers, event, 409);
            assertThat(refused.body()).contains("\"sold-out\"");
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");

            assertThat(buyers.delete(one.resolve("/api/bookings/" + winner.id()), "winner").statusCode())
                    .isEqualTo(202);
            awaitStatus(buyers, event, 202);
        }
    }

    /** Asks again and again, with new ids, until the answer is this one. */
    private HttpResponse<String> awaitStatus(Buyers buyers, UUID event, int status) throws Exception {
        for (int wait = 0; wait < 300; wait++) {
            var answer = buyers.book(one, new Buyers.Wish(Uuid7.next(), event, "A", "1", "late", 1)).get();
            if (answer.statusCode() == status) {
                return answer;
            }
            assertThat(answer.statusCode()).as(answer.body()).isIn(202, 409);
            Thread.sleep(100);
        }
        throw new AssertionError("never answered " + status);
    }

    @Test
    void shouldCreateALargeEvent() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            buyers.makeEvent(one, 1, 1, 1);
            long start = System.nanoTime();
            var event = buyers.makeEvent(one, 200, 20, 25);
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.printf("event of 100,000 seats in 200 subsections: created in %d ms%n", millis);
            awaitCount("select count(*) from reservation.subsection where event_id = ?", event, 200);
        }
    }

    private HttpResponse<String> awaitAccepted(Buyers buyers, Buyers.Wish wish) throws Exception {
        awaitVisible(buyers, wish.eventId());
        var accepted = buyers.book(one, wish).get();
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return accepted;
    }

    /** An event is known to an instance within a second; a miss reads through. */
    private void awaitVisible(Buyers buyers, UUID event) throws Exception {
        for (var api : List.of(one, other)) {
            assertThat(buyers.get(api.resolve("/api/events/" + event), "looker").statusCode()).isEqualTo(200);
        }
    }

    private static void inWaves(List<Runnable> requests,
            List<CompletableFuture<HttpResponse<String>>> answers) {
        for (int i = 0; i < requests.size(); i++) {
            requests.get(i).run();
            if (i % IN_FLIGHT == IN_FLIGHT - 1) {
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
            }
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    }

    private static void awaitDecided(OutcomeTape tape, List<UUID> ids) throws InterruptedException {
        for (int wait = 0; wait < 600 && tape.decided(ids) < ids.size(); wait++) {
            Thread.sleep(100);
        }
        assertThat(tape.decided(ids)).isEqualTo(ids.size());
    }

    private static String link(String body, String name) {
        var matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(body);
        assertThat(matcher.find()).as(body).isTrue();
        return matcher.group(1);
    }

    private void awaitCount(String query, UUID event, long expected) throws Exception {
        for (int wait = 0; wait < 600 && count(query, event) != expected; wait++) {
            Thread.sleep(100);
        }
        assertThat(count(query, event)).isEqualTo(expected);
    }

    private long count(String query, UUID event) throws Exception {
        try (var connection = system.database(); var select = connection.prepareStatement(query)) {
            select.setObject(1, event);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Whether the positions have reached the end of the log: everything accepted is decided. */
    private boolean caughtUp() throws Exception {
        return LogEnds.equalPositions(system.endpoints().target().kafka(), system);
    }

    private Map<UUID, String> snapshot(UUID event) throws Exception {
        var rows = new HashMap<UUID, String>();
        try (var connection = system.database();
                var select = connection.prepareStatement(
                        "select id, b::text from reservation.booking b where event_id = ?")) {
            select.setObject(1, event);
            try (var result = select.executeQuery()) {
                while (result.next()) {
                    rows.put(result.getObject(1, UUID.class), result.getString(2));
                }
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }
}
