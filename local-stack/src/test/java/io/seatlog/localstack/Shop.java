package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.Money;
import io.seatlog.localstack.load.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The words of the acceptance tests: what buyers do over HTTP, what they see, and what the payment provider is told to do.
 * Asks the instances in turn, so that every test is one of two instances, too. Repeats a 503, as clients are told to.
 */
final class Shop implements AutoCloseable {
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(120);
    private static final int LOOKS = 1_200;
    private final RunningSystem system;
    private final Buyers buyers;
    private final Buyers hasty;
    private final AtomicInteger calls = new AtomicInteger();

    Shop(RunningSystem system) {
        this.system = system;
        buyers = Buyers.patient(tokens());
        hasty = new Buyers(tokens());
    }

    private Tokens tokens() {
        return system.endpoints().tokens();
    }

    Buyers buyers() {
        return buyers;
    }

    /** An event with one section of 45 euros a seat, in subsections of 4 rows with 10 seats. */
    UUID event(int subsections, int holdSeconds) throws Exception {
        return event(subsections, holdSeconds, "");
    }

    /** @param more fields of the event, each with a comma behind it */
    UUID event(int subsections, int holdSeconds, String more) throws Exception {
        return buyers.makeEvent(api(), subsections, 4, 10, holdSeconds, more);
    }

    /** An event that costs nothing. */
    UUID freeEvent() throws Exception {
        var now = Instant.now();
        return Buyers.eventId(buyers.send("POST", api().resolve("/api/events"), "organizer", String.format(Locale.ROOT,
                "{\"name\":\"Open day\",\"venue\":\"Hall\",\"startsAt\":\"%s\",\"onSaleAt\":\"%s\",\"offSaleAt\":\"%s\","
                        + "\"currency\":\"EUR\",\"sections\":[{\"name\":\"A\",\"priceMinor\":0,\"subsections\":1,\"rows\":4,"
                        + "\"seatsPerRow\":10}]}",
                now.plus(Duration.ofDays(9)), now.minusSeconds(60), now.plus(Duration.ofDays(8)))));
    }

    UUID hold(UUID event, String buyer, String... seats) throws Exception {
        var id = book(event, buyer, "\"selection\":\"MANUAL\",\"seats\":[\"" + String.join("\",\"", seats) + "\"]");
        awaitBooking(id, buyer, "HELD");
        return id;
    }

    UUID holdIn(UUID event, String subsection, String buyer, String... seats) throws Exception {
        var id = Uuid7.next();
        var answer = buyers.send("POST", api().resolve("/api/bookings"), buyer, String.format(Locale.ROOT,
                "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"A\",\"subsection\":\"%s\",\"selection\":\"MANUAL\","
                        + "\"seats\":[\"%s\"]}",
                id, event, subsection, String.join("\",\"", seats)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        awaitBooking(id, buyer, "HELD");
        return id;
    }

    /** @param wish what follows the place: quantity, selection, seats */
    UUID book(UUID event, String buyer, String wish) throws Exception {
        var id = Uuid7.next();
        var answer = tryToBook(id, event, buyer, wish);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return id;
    }

    HttpResponse<String> tryToBook(UUID id, UUID event, String buyer, String wish) throws Exception {
        return buyers.send("POST", api().resolve("/api/bookings"), buyer, String.format(Locale.ROOT,
                "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"A\",\"subsection\":\"1\",%s}", id, event, wish));
    }

    HttpResponse<String> pay(UUID booking, String buyer, String method) throws Exception {
        return pay(buyers, booking, buyer, method);
    }

    /** The same once, whatever the answer is. */
    HttpResponse<String> payOnce(UUID booking, String buyer, String method) throws Exception {
        return pay(hasty, booking, buyer, method);
    }

    private HttpResponse<String> pay(Buyers client, UUID booking, String buyer, String method) throws Exception {
        return client.send("POST", api().resolve("/api/bookings/" + booking + "/payment"), buyer,
                method.isEmpty() ? "{}" : "{\"paymentMethod\":\"" + method + "\"}");
    }

    /** @return the payment as the answer shows it */
    JsonNode payAccepted(UUID booking, String buyer, String method) throws Exception {
        var answer = pay(booking, buyer, method);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Json.MAPPER.readTree(answer.body()).path("payment");
    }

    HttpResponse<String> cancel(UUID booking, String buyer) throws Exception {
        return buyers.delete(api().resolve("/api/bookings/" + booking), buyer);
    }

    JsonNode booking(UUID id, String buyer) throws Exception {
        return get("/api/bookings/" + id, buyer);
    }

    JsonNode payment(UUID booking, String buyer) throws Exception {
        return get("/api/bookings/" + booking + "/payment", buyer);
    }

    JsonNode get(String path, String buyer) throws Exception {
        return Json.MAPPER.readTree(buyers.get(api().resolve(path), buyer).body());
    }

    /** Connects again with the last id that the client has. @return the status of the answer */
    int streamAgain(URI stream, String buyer, String lastEventId) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(stream).header("Authorization", tokens().bearer(buyer))
                    .header("Accept", "text/event-stream").header("Last-Event-ID", lastEventId).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    JsonNode awaitBooking(UUID id, String buyer, String status) throws Exception {
        return await("/api/bookings/" + id, buyer, found -> found.path("status").asString("").equals(status), status);
    }

    JsonNode awaitPayment(UUID booking, String buyer, String status) throws Exception {
        return await("/api/bookings/" + booking + "/payment", buyer,
                found -> found.path("status").asString("").equals(status), status);
    }

    private JsonNode await(String path, String buyer, Predicate<JsonNode> done, String what) throws Exception {
        var found = get(path, buyer);
        for (int look = 0; look < LOOKS; look++) {
            if (done.test(found)) {
                return found;
            }
            Thread.sleep(100);
            found = get(path, buyer);
        }
        throw new AssertionError("never " + what + ": " + found);
    }

    /** The next calls that fit get this effect; see the protocol of the simulated provider. */
    void rule(String operation, String effect, String more) throws Exception {
        var answer = buyers.send("POST", provider().resolve("/control/rules"), "test", "{\"operation\":\"" + operation
                + "\",\"effect\":\"" + effect + "\"" + more + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** @param json settings of the provider, such as {@code "down":true} */
    void provider(String json) throws Exception {
        assertThat(buyers.send("PUT", provider().resolve("/control"), "test", "{" + json + "}").statusCode())
                .isEqualTo(200);
    }

    /** All rules are forgotten, and all held calls go on. */
    void calmProvider() throws Exception {
        buyers.delete(provider().resolve("/control/rules"), "test");
        provider("\"down\":false,\"latencyMillis\":0,\"webhooks\":true");
    }

    JsonNode books() throws Exception {
        return Json.MAPPER.readTree(buyers.get(provider().resolve("/books"), "test").body());
    }

    void releaseHeldCalls() throws Exception {
        buyers.send("POST", provider().resolve("/control/held/release"), "test", "");
    }

    JsonNode heldCalls() throws Exception {
        return Json.MAPPER.readTree(buyers.get(provider().resolve("/control/held"), "test").body());
    }

    /** The buyer at their bank. @param decision approve or refuse */
    void answerChallenge(String clientSecret, String decision) throws Exception {
        var answer = buyers.send("POST", provider().resolve("/challenge/" + clientSecret + "/" + decision), "test", "");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 399);
    }

    /** Money captured is seats sold, no authorisation is open; seats, map and counts fit each other. */
    void requireBalance(UUID event) throws Exception {
        assertThat(new Money(system.endpoints().target(), provider()).findings(SETTLED_WITHIN)).isEmpty();
        var audit = new Audit(system.endpoints().target());
        assertThat(audit.claims()).isEmpty();
        assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
    }

    URI provider() {
        return URI.create(system.endpoints().provider().url());
    }

    /** Another one with every call. */
    URI api() {
        return system.api(calls.getAndIncrement() % system.endpoints().ticketing().size());
    }

    @Override
    public void close() throws IOException {
        buyers.close();
        hasty.close();
    }
}
