package io.seatlog.localstack;

import io.seatlog.localstack.load.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The event that a new system starts with, made through the public API like any other: 5,000 seats, on sale. */
final class DemoEvent {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private DemoEvent() {}

    /** Creates it and returns its id; waits while the API answers that it cannot yet. */
    static String create(String ticketingUrl, Tokens tokens) {
        String body = Json.MAPPER.writeValueAsString(description(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        String token = tokens.token(DemoAccount.ORGANIZER.name(), DemoAccount.ORGANIZER.role());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<HttpResponse<String>> answer = Http
                    .send(HttpRequest.newBuilder(URI.create(ticketingUrl + "/api/events"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (answer.isPresent() && answer.get().statusCode() == 201) {
                return Json.MAPPER.readTree(answer.get().body()).get("id").asString();
            }
            boolean later = answer.map(response -> response.statusCode() == 503).orElse(true);
            if (!later || System.nanoTime() > deadline) {
                throw new Refusal("The demo event was not created: "
                        + answer.map(response -> response.statusCode() + " " + response.body()).orElse("no answer"));
            }
            pause();
        }
    }

    private static Map<String, Object> description(Instant now) {
        return Map.of("name", "Opening Night", "description", "The event that every new Seatlog starts with.", "venue",
                "Seatlog Hall", "startsAt", now.plus(Duration.ofDays(366)).toString(), "onSaleAt",
                now.minus(Duration.ofMinutes(1)).toString(), "offSaleAt", now.plus(Duration.ofDays(365)).toString(),
                "currency", "EUR", "maxTicketsPerBooking", 8, "sections",
                List.of(section("Stalls", 8_500, 6, 20, 25), section("Balcony", 4_500, 5, 16, 25)), "holdSeconds", 600);
    }

    private static Map<String, Object> section(String name, int priceMinor, int subsections, int rows, int seats) {
        return Map.of("name", name, "priceMinor", priceMinor, "subsections", subsections, "rows", rows, "seatsPerRow",
                seats);
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
