package io.seatlog.localstack.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The API as a buyer's client calls it. Safe on any thread. */
public final class Buyers implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int HOLD_SECONDS = 3_600;
    private static final Duration EVENT_WITHIN = Duration.ofMinutes(1);
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f-]{36})\"");
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    /** One request for seats, repeatable to the letter. */
    public record Wish(UUID id, UUID eventId, String section, String subsection, String buyer, int quantity) {
        public String json() {
            return String.format(Locale.ROOT,
                    "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"%s\",\"subsection\":\"%s\",\"quantity\":%d,"
                            + "\"selection\":\"BEST_AVAILABLE\"}",
                    id, eventId, section, subsection, quantity);
        }
    }

    public HttpResponse<String> createEvent(URI api, int subsections, int rows, int seatsPerRow)
            throws IOException, InterruptedException {
        return createEvent(api, subsections, rows, seatsPerRow, HOLD_SECONDS, "");
    }

    /** @param more fields, each with a comma behind it */
    private HttpResponse<String> createEvent(URI api, int subsections, int rows, int seatsPerRow, int holdSeconds,
            String more) throws IOException, InterruptedException {
        var now = Instant.now();
        var json = String.format(Locale.ROOT,
                "{" + more
                        + "\"name\":\"Load\",\"description\":\"A sale for measuring.\",\"venue\":\"Hall\",\"startsAt\":\"%s\","
                        + "\"onSaleAt\":\"%s\",\"offSaleAt\":\"%s\",\"currency\":\"EUR\",\"maxTicketsPerBooking\":8,"
                        + "\"holdSeconds\":%d,\"sections\":[{\"name\":\"A\",\"priceMinor\":4500,\"subsections\":%d,"
                        + "\"rows\":%d,\"seatsPerRow\":%d}]}",
                now.plus(Duration.ofDays(60)), now.minusSeconds(60), now.plus(Duration.ofDays(30)), holdSeconds,
                subsections, rows,
                seatsPerRow);
        return http
                .send(request(api.resolve("/api/events"), "load-organizer").header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
    }

    public UUID makeEvent(URI api, int subsections, int rows, int seatsPerRow)
            throws IOException, InterruptedException {
        return makeEvent(api, subsections, rows, seatsPerRow, HOLD_SECONDS);
    }

    public UUID makeEvent(URI api, int subsections, int rows, int seatsPerRow, int holdSeconds)
            throws IOException, InterruptedException {
        return makeEvent(api, subsections, rows, seatsPerRow, holdSeconds, "");
    }

    /** Waits while the API answers that it cannot yet. @return the event's id */
    public UUID makeEvent(URI api, int subsections, int rows, int seatsPerRow, int holdSeconds, String more)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + EVENT_WITHIN.toNanos();
        var answer = createEvent(api, subsections, rows, seatsPerRow, holdSeconds, more);
        while (answer.statusCode() == 503 && System.nanoTime() - deadline < 0) {
            Thread.sleep(500);
            answer = createEvent(api, subsections, rows, seatsPerRow, holdSeconds, more);
        }
        return eventId(answer);
    }

    public static UUID eventId(HttpResponse<String> created) {
        var matcher = ID.matcher(created.body());
        if (created.statusCode() != 201 || !matcher.find()) {
            throw new IllegalStateException("no event: " + created.statusCode() + " " + created.body());
        }
        return UUID.fromString(matcher.group(1));
    }

    public CompletableFuture<HttpResponse<String>> book(URI api, Wish wish) {
        return post(api, wish.buyer(), wish.json());
    }

    public CompletableFuture<HttpResponse<String>> post(URI api, String buyer, String json) {
        return http.sendAsync(request(api.resolve("/api/bookings"), buyer).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** @param method POST, PUT, PATCH or DELETE */
    public HttpResponse<String> send(String method, URI uri, String buyer, String json)
            throws IOException, InterruptedException {
        return http.send(request(uri, buyer).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(URI uri, String buyer) throws IOException, InterruptedException {
        return http.send(request(uri, buyer).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> delete(URI uri, String buyer) throws IOException, InterruptedException {
        return http.send(request(uri, buyer).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Reads a stream to its end, or until it was open so long. */
    public CompletableFuture<HttpResponse<Stream<String>>> stream(URI uri, String buyer) {
        return http.sendAsync(request(uri, buyer).header("Accept", "text/event-stream").GET().build(),
                HttpResponse.BodyHandlers.ofLines());
    }

    private static HttpRequest.Builder request(URI uri, String buyer) {
        return HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).header("Seatlog-Buyer", buyer);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
