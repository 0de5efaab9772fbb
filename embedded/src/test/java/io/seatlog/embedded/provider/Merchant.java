package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A merchant, an auditor and somebody at the control, over real HTTP. */
final class Merchant {
    static final String KEY = "sk_test_of_tests";
    static final UUID BOOKING = UUID.fromString("0196f000-0000-7000-8000-000000000b00");

    record Reply(int status, String body) {
        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        String standing() {
            return json().path("status").asString("");
        }

        String error() {
            return json().path("error").asString("");
        }
    }

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI provider;
    private final String authorization;

    Merchant(SimulatedProvider provider) {
        this(provider, "Bearer " + KEY);
    }

    Merchant(SimulatedProvider provider, String authorization) {
        this.provider = provider.url();
        this.authorization = authorization;
    }

    static ObjectNode order(UUID id, String method) {
        return Json.object().put("id", id.toString()).put("amountMinor", 4_500).put("currency", "EUR")
                .put("method", method).put("bookingId", BOOKING.toString());
    }

    Reply authorize(UUID id, String method) {
        return send("POST", "/v1/payments", order(id, method).toString());
    }

    /** A payment that stands as told. */
    UUID payment(Status status) {
        UUID id = UUID.randomUUID();
        switch (status) {
            case ACTION_REQUIRED -> authorize(id, "pm_card_threeDSecure2Required");
            case AUTHORIZED -> authorize(id, "pm_card_visa");
            case DECLINED -> authorize(id, "pm_card_visa_chargeDeclined");
            case CAPTURED -> {
                authorize(id, "pm_card_visa");
                post(id, "capture");
            }
            case VOIDED -> {
                authorize(id, "pm_card_visa");
                post(id, "void");
            }
            case REFUNDED -> {
                authorize(id, "pm_card_visa");
                post(id, "capture");
                post(id, "refund");
            }
        }
        return id;
    }

    Reply post(UUID id, String operation) {
        return send("POST", "/v1/payments/" + id + "/" + operation, "");
    }

    Reply ask(UUID id) {
        return send("GET", "/v1/payments/" + id, "");
    }

    String standing(UUID id) {
        return ask(id).standing();
    }

    /** @param fields those of the rule but for its operation and effect, as JSON without braces; may be empty */
    void rule(String operation, String effect, String fields) {
        String more = fields.isEmpty() ? "" : ", " + fields;
        Reply added = send("POST", "/control/rules",
                "{\"operation\":\"%s\",\"effect\":\"%s\"%s}".formatted(operation, effect, more));
        if (added.status() != 201) {
            throw new AssertionError(added.toString());
        }
    }

    JsonNode books() {
        return send("GET", "/books", "").json();
    }

    JsonNode held() {
        return send("GET", "/control/held", "").json();
    }

    Reply send(String method, String path, String body) {
        try {
            return reply(client.send(request(method, path, body), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    CompletableFuture<Reply> later(UUID id, String operation) {
        return client.sendAsync(request("POST", "/v1/payments/" + id + "/" + operation, ""),
                HttpResponse.BodyHandlers.ofString()).thenApply(Merchant::reply);
    }

    /** The answer to a browser, which does not follow redirects here. */
    HttpResponse<String> browse(String method, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(provider.resolve(path)).header("Accept", "text/html")
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    void assertNoAnswer(UUID id, String operation) {
        assertThatThrownBy(() -> post(id, operation)).isInstanceOf(UncheckedIOException.class)
                .cause().isNotInstanceOf(HttpTimeoutException.class);
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(provider.resolve(path)).timeout(Duration.ofSeconds(60))
                .header("Authorization", authorization).header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
    }

    private static Reply reply(HttpResponse<String> response) {
        return new Reply(response.statusCode(), response.body());
    }
}
