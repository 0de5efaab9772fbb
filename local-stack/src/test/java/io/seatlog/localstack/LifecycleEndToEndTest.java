package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.Signal;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The life of an event as its organizer and its buyers see it, on two instances of everything. */
class LifecycleEndToEndTest {
    private static final String ORGANIZER = "load-organizer";
    private static final int CROWD = 600;
    private static final int SUBSECTIONS = 6;

    @TempDir
    Path folder;

    @Test
    void shouldSellOnlyWhileItsOrganizerWants() throws Exception {
        var system = RunningSystem.shared();
        var one = system.api(0);
        var other = system.api(1);
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = buyers.makeEvent(one, 1, 4, 10, 600, "\"draft\":true,");
            assertThat(buyers.get(other.resolve("/api/events/" + event), "ann").statusCode()).isEqualTo(404);
            assertThat(book(buyers, other, event, "1", 1).statusCode()).isEqualTo(404);
            assertThat(move(buyers, other, event, "publish").statusCode()).isEqualTo(202);
            awaitStatus(buyers, one, event, "ON_SALE");
            var before = held(buyers, one, event, "1");

            assertThat(move(buyers, one, event, "pause").statusCode()).isEqualTo(202);
            assertRejectedUntil(buyers, system, other, event, "sale-paused", 13);
            assertThat(move(buyers, other, event, "resume").statusCode()).isEqualTo(202);
            awaitStatus(buyers, one, event, "ON_SALE");
            assertThat(booking(buyers, one, held(buyers, one, event, "1")).path("totalMinor").asLong())
                    .isEqualTo(4_500);

            var dearer = buyers.send("PATCH", other.resolve("/api/events/" + event), ORGANIZER,
                    "{\"sections\":[{\"name\":\"A\",\"priceMinor\":5000}]}");
            assertThat(dearer.statusCode()).as(dearer.body()).isEqualTo(202);
            assertThat(booking(buyers, one, held(buyers, one, event, "1")).path("totalMinor").asLong())
                    .as("from the answer on").isEqualTo(5_000);
            assertThat(booking(buyers, one, before).path("totalMinor").asLong()).as("what is held keeps its price")
                    .isEqualTo(4_500);

            assertThat(move(buyers, one, event, "close").statusCode()).isEqualTo(202);
            assertRejectedUntil(buyers, system, other, event, "sale-closed", 4);
            assertThat(move(buyers, other, event, "resume").body()).contains("not-allowed-in-status", "CLOSED");
            assertThat(booking(buyers, one, before).path("status").asString()).isEqualTo("HELD");
            assertThat(new Audit(system.endpoints().target()).claims()).isEmpty();
        }
    }

    /** Through the log and back on the maps of both instances. */
    @Test
    void shouldKeepSeatsForTheHouse() throws Exception {
        var system = RunningSystem.shared();
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = buyers.makeEvent(system.api(0), 1, 2, 4, 600);
            held(buyers, system.api(0), event, "1");
            house(buyers, system.api(1), event, "block", "1-1", "1-4", "2-1", "2-2", "2-3", "2-4");
            awaitRows(buyers, system, event, "h..x", "xxxx");
            assertThat(sales(buyers, system.api(1), event).toString()).contains("\"free\":2,\"held\":1",
                    "\"blocked\":5");
            var best = held(buyers, system.api(0), book(buyers, system.api(0), event, "1", 2));
            awaitRows(buyers, system, event, "hhhx", "xxxx");

            house(buyers, system.api(0), event, "unblock", "1-1", "2-1", "2-4");
            awaitRows(buyers, system, event, "hhhx", ".xx.");
            assertThat(buyers.send("DELETE", system.api(0).resolve("/api/bookings/" + best), "ann", "").statusCode())
                    .isEqualTo(202);
            awaitRows(buyers, system, event, "h..x", ".xx.");
            assertThat(new Audit(system.endpoints().target()).claims()).isEmpty();
            assertThat(new Audit(system.endpoints().target()).maps(event, Duration.ofSeconds(20))).isEmpty();
        }
    }

    private static void house(Buyers buyers, URI api, UUID event, String what, String... seats) throws Exception {
        var answer = buyers.send("POST", api.resolve("/api/events/" + event + "/seats/" + what), ORGANIZER,
                "{\"section\":\"A\",\"subsection\":\"1\",\"seats\":[\"" + String.join("\",\"", seats) + "\"]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static JsonNode sales(Buyers buyers, URI api, UUID event) throws Exception {
        return Json.MAPPER.readTree(buyers.get(api.resolve("/api/events/" + event + "/sales"), ORGANIZER).body());
    }

    private static void awaitRows(Buyers buyers, RunningSystem system, UUID event, String... rows) throws Exception {
        var path = "/api/events/" + event + "/seats?section=A&subsection=1";
        for (int instance = 0; instance < 2; instance++) {
            var api = system.api(instance);
            await(String.join("/", rows), () -> buyers.get(api.resolve(path), "ann").body()
                    .contains("[\"" + String.join("\",\"", rows) + "\"]"));
        }
    }

    @Test
    void shouldLetNobodyInEarly() throws Exception {
        var system = RunningSystem.shared();
        var apis = List.of(system.api(0), system.api(1));
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = buyers.makeEvent(apis.getFirst(), 4, 20, 25, 600);
            var start = Instant.ofEpochMilli(System.currentTimeMillis() + 6_000);
            // It is on sale: moved to the future it must sell to nobody, whichever instance has not heard of it yet.
            var moved = buyers.send("PATCH", apis.getFirst().resolve("/api/events/" + event), ORGANIZER,
                    "{\"onSaleAt\":\"" + start + "\"}");
            assertThat(moved.statusCode()).as(moved.body()).isEqualTo(202);
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; Instant.now().isBefore(start.plusSeconds(2)); i++) {
                var api = apis.get(i % 2);
                var wish = new Buyers.Wish(Uuid7.next(), event, "A", Integer.toString(1 + i % 4), "keen-" + i, 1);
                answers.add(buyers.book(api, wish));
                Thread.sleep(5);
            }
            int accepted = 0;
            int refused = 0;
            for (var answer : answers) {
                var response = answer.get();
                assertThat(response.statusCode()).as(response.body()).isIn(202, 409);
                if (response.statusCode() == 409) {
                    assertThat(response.body()).contains("not-on-sale");
                    refused++;
                } else {
                    accepted++;
                }
            }
            int all = accepted;
            await("all decided", () -> count(system, "true", event) == all);

            assertThat(count(system, "status = 1 and created_at < timestamptz '" + start + "'", event)).isZero();
            assertThat(count(system, "status = 1", event)).isPositive();
            assertThat(count(system, "status = 5 and reason <> 3", event)).isZero();
            long early = count(system, "status = 5 and reason = 3", event);
            assertThat(refused + early).isPositive();
            System.out.printf("start of a sale: %d refused, %d accepted and rejected as early, %d held%n", refused,
                    early, count(system, "status = 1", event));
        }
    }

    /** Whoever ends the bookings is killed in the middle of it; the other instance goes on. */
    @Test
    void shouldEndEverythingOfACancelledEventWhoeverIsKilled() throws Exception {
        try (var system = RunningSystem.start(folder.resolve("data"), "--ticketing", "2", "--reservation", "2",
                "--partitions", "8"); var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = crowded(system, buyers);
            var deciders = system.endpoints().reservation();
            deciders.forEach(one -> Signal.STOP.sendTo(one.pid()));
            int worker;
            try {
                var cancelled = move(buyers, system.api(0), event, "cancel");
                assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(202);
                assertThat(cancelled.body()).contains("\"CANCELLED\"");
                await("somebody works on it", () -> worker(system, event) >= 0);
                worker = worker(system, event);
                Thread.sleep(2_000); // Its commands lie on the log, and nothing of them is decided.
                Signal.KILL.sendTo(system.endpoints().ticketing().get(worker).pid());
            } finally {
                deciders.forEach(one -> Signal.CONT.sendTo(one.pid()));
            }
            var survivor = 1 - worker;

            await("all are ended", () -> count(system, "status in (1, 2)", event) == 0);
            await("the survivor says so", () -> log(system, survivor).contains("Event " + event + " is cancelled: "
                    + CROWD + " bookings"));
            assertThat(count(system, "status = 3 and reason = 17", event)).isEqualTo(CROWD);
            assertThat(query(system, "select coalesce(sum(taken), 0) from reservation.buyer_tickets where event_id = ?",
                    event)).isZero();
            assertThat(query(system, "select count(*) from reservation.subsection where event_id = ? and sale = 3",
                    event)).isEqualTo(SUBSECTIONS);
            assertThat(query(system, "select count(*) from ticketing.event where id = ? and cancel_due is null", event))
                    .isEqualTo(1);
            var api = system.api(survivor);
            awaitStatus(buyers, api, event, "CANCELLED");
            await("seats free on the map", () -> {
                var shown = Json.MAPPER.readTree(buyers.get(api.resolve("/api/events/" + event), "ann").body());
                return shown.path("free").asInt() == shown.path("seats").asInt();
            });
            assertThat(book(buyers, api, event, "1", 1).body()).contains("sale-closed");
            var audit = new Audit(system.endpoints().target());
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
        }
    }

    /** An event whose buyers are limited, with {@link #CROWD} held bookings. */
    private static UUID crowded(RunningSystem system, Buyers buyers) throws Exception {
        var event = buyers.makeEvent(system.api(0), SUBSECTIONS, 10, 40, 3_600,
                "\"maxTicketsPerBuyer\":8,");
        awaitStatus(buyers, system.api(1), event, "ON_SALE");
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < CROWD; i++) {
            var api = system.api(i % 2);
            var wish = new Buyers.Wish(Uuid7.next(), event, "A", Integer.toString(1 + i % SUBSECTIONS),
                    "buyer-" + i % 300, 2);
            answers.add(buyers.book(api, wish));
        }
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(202);
        }
        await("all are held", () -> count(system, "status = 1", event) == CROWD);
        return event;
    }

    /** @return the instance that says it is cancelling the event; -1 for none yet */
    private static int worker(RunningSystem system, UUID event) throws IOException {
        for (int instance = 0; instance < 2; instance++) {
            if (log(system, instance).contains("Cancelling event " + event)) {
                return instance;
            }
        }
        return -1;
    }

    private static String log(RunningSystem system, int instance) throws IOException {
        return Files.readString(new DataFolder(system.data()).log("ticketing-" + (instance + 1)));
    }

    /** Whoever is a second behind puts it on the log, and the log refuses it. */
    private static void assertRejectedUntil(Buyers buyers, RunningSystem system, URI api, UUID event, String problem,
            int reason) throws Exception {
        var answer = book(buyers, api, event, "1", 1);
        for (int look = 0; look < 100 && answer.statusCode() == 202; look++) {
            var id = UUID.fromString(Json.MAPPER.readTree(answer.body()).path("id").asString());
            await("decided", () -> query(system, "select count(*) from reservation.booking where id = ?", id) == 1);
            assertThat(
                    query(system, "select count(*) from reservation.booking where id = ? and status = 5 and reason = "
                            + reason, id))
                    .isEqualTo(1);
            answer = book(buyers, api, event, "1", 1);
        }
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains(problem);
    }

    private static UUID held(Buyers buyers, URI api, UUID event, String subsection) throws Exception {
        return held(buyers, api, book(buyers, api, event, subsection, 1));
    }

    private static UUID held(Buyers buyers, URI api, HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var id = UUID.fromString(Json.MAPPER.readTree(answer.body()).path("id").asString());
        await("held", () -> booking(buyers, api, id).path("status").asString().equals("HELD"));
        return id;
    }

    private static HttpResponse<String> book(Buyers buyers, URI api, UUID event, String subsection, int quantity)
            throws Exception {
        return buyers.book(api, new Buyers.Wish(Uuid7.next(), event, "A", subsection, "ann", quantity)).get();
    }

    private static JsonNode booking(Buyers buyers, URI api, UUID id) throws Exception {
        return Json.MAPPER.readTree(buyers.get(api.resolve("/api/bookings/" + id), "ann").body());
    }

    private static HttpResponse<String> move(Buyers buyers, URI api, UUID event, String move) throws Exception {
        return buyers.send("POST", api.resolve("/api/events/" + event + "/" + move), ORGANIZER, "");
    }

    private static void awaitStatus(Buyers buyers, URI api, UUID event, String status) throws Exception {
        await(status, () -> buyers.get(api.resolve("/api/events/" + event), "ann").body()
                .contains("\"status\":\"" + status + "\""));
    }

    private static long count(RunningSystem system, String which, UUID event) throws SQLException {
        return query(system, "select count(*) from reservation.booking where event_id = ? and " + which, event);
    }

    private static long query(RunningSystem system, String sql, UUID id) throws SQLException {
        try (var connection = system.database(); var select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getLong(1);
            }
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        for (int look = 0; look < 600; look++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not within a minute: " + what);
    }
}
