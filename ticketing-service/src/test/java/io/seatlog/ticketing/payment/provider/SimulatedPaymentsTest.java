package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.provider.SimulatedProvider;
import io.seatlog.ticketing.payment.provider.ProviderProperties.Kind;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SimulatedPaymentsTest extends WebhookingProviderContract {
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir
    private Path folder;
    private SimulatedProvider simulated;
    private PaymentProvider provider;

    @BeforeEach
    void start() {
        simulated = SimulatedProvider.start(folder, 0, SECRET_KEY, WEBHOOK_SECRET, null);
        provider = provider(SECRET_KEY);
    }

    @AfterEach
    void stop() {
        simulated.close();
        http.close();
    }

    private PaymentProvider provider(String key) {
        var properties = new ProviderProperties(Kind.SIMULATED, simulated.url(), key, WEBHOOK_SECRET,
                Duration.ofSeconds(1), Duration.ofSeconds(8), 16);
        return ProviderConfiguration.simulated(properties, json, Clock.systemUTC());
    }

    @Test
    void shouldBeUncertainWithAWrongKey() {
        var order = order(CARD);
        provider.authorize(order);
        var stranger = provider("sk_of_somebody_else");

        assertUnavailable(() -> stranger.ask(order));
        assertUnavailable(() -> stranger.release(order));
        assertThat(provider.ask(order).status()).isEqualTo(Status.AUTHORIZED);
    }

    @Test
    void shouldBeUncertainOfAnotherAmountUnderTheSameId() {
        var order = order(CARD);
        provider.authorize(order);

        assertUnavailable(() -> provider.authorize(new Order(order.paymentId(), order.bookingId(), AMOUNT_MINOR + 1,
                "EUR", CARD, null)));
        assertMoved(1, 0, 0);
    }

    @Test
    void shouldBeUncertainOfAServerError() {
        var order = order(CARD);
        rule("any", "error");
        assertUnavailable(() -> provider.authorize(order));
        assertThat(provider.ask(order).status()).isEqualTo(Status.NONE);
    }

    @Override
    PaymentProvider provider() {
        return provider;
    }

    @Override
    void lose(Operation operation) {
        rule(name(operation), "lost");
    }

    @Override
    void ignore(Operation operation) {
        rule(name(operation), "ignored");
    }

    private static String name(Operation operation) {
        return switch (operation) {
            case AUTHORIZE -> "authorize";
            case CAPTURE -> "capture";
            case RELEASE -> "void";
            case REFUND -> "refund";
        };
    }

    private void rule(String operation, String effect) {
        send("POST", "/control/rules",
                "{\"operation\":\"%s\",\"effect\":\"%s\",\"times\":1}".formatted(operation, effect));
    }

    @Override
    void setDown(boolean down) {
        send("PUT", "/control", "{\"down\":" + down + "}");
    }

    @Override
    void answerChallenge(String clientSecret, boolean approve) {
        send("POST", "/challenge/" + clientSecret + (approve ? "/approve" : "/refuse"), "");
    }

    @Override
    Books books() {
        var books = json.readTree(send("GET", "/books", ""));
        return new Books(books.path("openAuthorizations").asLong(), books.path("captured").asLong(),
                books.path("refunded").asLong());
    }

    @Override
    String webhookBody(UUID paymentId) {
        return """
                {"id":"%s","type":"payment.changed","at":"2026-11-21T12:00:00Z",
                 "payment":{"id":"%s","status":"CAPTURED","amountMinor":4500,"currency":"EUR"}}"""
                .formatted(UUID.randomUUID(), paymentId);
    }

    private String send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(simulated.url() + path)).header("Accept", "application/json")
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path + " " + response.body()).isBetween(200, 299);
            return response.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException end) {
            throw new IllegalStateException(end);
        }
    }
}
