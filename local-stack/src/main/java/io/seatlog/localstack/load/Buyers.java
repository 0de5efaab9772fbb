package io.seatlog.localstack.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The API as a buyer's client calls it. Safe on any thread. */
public final class Buyers implements AutoCloseable {
    /** In the place of a buyer's name: the request says nothing of who asks. */
    public static final String NOBODY = "nobody";
    private static final Set<Integer> LATER_PLEASE = Set.of(429, 503);
    private static final int PATIENT_TRIES = 240;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Executor LATER = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int HOLD_SECONDS = 3_600;
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f-]{36})\"");
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final Tokens tokens;
    private final int tries;

    /** Tells every answer as it came. */
    public Buyers(Tokens tokens) {
        this(tokens, 1);
    }

    private Buyers(Tokens tokens, int tries) {
        this.tokens = tokens;
        this.tries = tries;
    }

    /** Repeats for two minutes what is refused with 429 or 503, as clients are told to; such an answer came to the end of that. */
    public static Buyers patient(Tokens tokens) {
        return new Buyers(tokens, PATIENT_TRIES);
    }

    /** One request for seats, repeatable to the letter. */
    public record Wish(UUID id, UUID eventId, String section, String subsection, String buyer, int quantity) {
        public String json() {
            return String.format(Locale.ROOT,
                    "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"%s\",\"subsection\":\"%s\",\"quantity\":%d,"
                            + "\"selection\":\"BEST_AVAILABLE\"}",
                    id, eventId, section, subsection, quantity);
        }
    }

    public UUID makeEvent(URI api, int subsections, int rows, int seatsPerRow)
            throws IOException, InterruptedException {
        return makeEvent(api, subsections, rows, seatsPerRow, HOLD_SECONDS);
    }

    public UUID makeEvent(URI api, int subsections, int rows, int seatsPerRow, int holdSeconds)
            throws IOException, InterruptedException {
        return makeEvent(api, subsections, rows, seatsPerRow, holdSeconds, "");
    }

    /**
     * Waits while the API answers that it cannot yet.
     *
     * @param more fields, each with a comma behind it
     * @return the event's id
     */
    public UUID makeEvent(URI api, int subsections, int rows, int seatsPerRow, int holdSeconds, String more)
            throws IOException, InterruptedException {
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
        return eventId(ask(sending("POST", api.resolve("/api/events"), "load-organizer", json), PATIENT_TRIES));
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
        return askAsync(sending("POST", api.resolve("/api/bookings"), buyer, json), tries);
    }

    /** @param method POST, PUT, PATCH or DELETE */
    public HttpResponse<String> send(String method, URI uri, String buyer, String json)
            throws IOException, InterruptedException {
        return ask(sending(method, uri, buyer, json), tries);
    }

    public HttpResponse<String> get(URI uri, String buyer) throws IOException, InterruptedException {
        return ask(request(uri, buyer).GET().build(), tries);
    }

    public HttpResponse<String> delete(URI uri, String buyer) throws IOException, InterruptedException {
        return ask(request(uri, buyer).DELETE().build(), tries);
    }

    private HttpResponse<String> ask(HttpRequest request, int mostTries) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        for (int asked = 1; LATER_PLEASE.contains(answer.statusCode()) && asked < mostTries; asked++) {
            Thread.sleep(PAUSE);
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    private CompletableFuture<HttpResponse<String>> askAsync(HttpRequest request, int mostTries) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenCompose(answer -> !LATER_PLEASE.contains(answer.statusCode()) || mostTries <= 1
                        ? CompletableFuture.completedFuture(answer)
                        : CompletableFuture.supplyAsync(() -> askAsync(request, mostTries - 1), LATER)
                                .thenCompose(Function.identity()));
    }

    /** Reads a stream to its end, or until it was open so long. */
    public CompletableFuture<HttpResponse<Stream<String>>> stream(URI uri, String buyer) {
        return http.sendAsync(request(uri, buyer).header("Accept", "text/event-stream").GET().build(),
                HttpResponse.BodyHandlers.ofLines());
    }

    private HttpRequest sending(String method, URI uri, String buyer, String json) {
        return request(uri, buyer).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)).build();
    }

    private HttpRequest.Builder request(URI uri, String buyer) {
        var request = HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN);
        return buyer.equals(NOBODY) ? request : request.header("Authorization", tokens.bearer(buyer));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
