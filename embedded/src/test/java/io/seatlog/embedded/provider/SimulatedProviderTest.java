package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.provider.Merchant.Reply;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SimulatedProviderTest extends RunningProvider {
    @Test
    void shouldTellThatItRuns() {
        assertThat(merchant.send("GET", "/health", "").status()).isEqualTo(200);
        assertThat(provider.url().toString()).matches("http://127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void shouldSumUpItsBooks() {
        for (Status status : Status.values()) {
            merchant.payment(status);
        }
        merchant.payment(Status.CAPTURED);
        merchant.post(UUID.randomUUID(), "void");
        merchant.ask(UUID.randomUUID());

        assertThat(merchant.books()).isEqualTo(Json.MAPPER.readTree("""
                {"payments":8,"openAuthorizations":1,"openAuthorizedMinor":4500,"captured":2,"capturedMinor":9000,
                 "refunded":1,"refundedMinor":4500,
                 "calls":{"authorize":7,"ask":1,"capture":3,"void":2,"refund":1},
                 "webhooks":{"delivered":0,"dropped":0,"givenUp":0}}
                """));
    }

    @Test
    void shouldListItsPaymentsInPages() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < BooksEndpoint.PAGE + 1; i++) {
            expected.add(merchant.payment(Status.AUTHORIZED).toString());
        }
        expected.sort(null);

        JsonNode first = merchant.send("GET", "/books/payments", "").json();
        String next = first.get("next").stringValue();
        JsonNode second = merchant.send("GET", "/books/payments?after=" + next, "").json();

        List<String> listed = new ArrayList<>();
        first.get("items").forEach(item -> listed.add(item.get("id").stringValue()));
        assertThat(next).isEqualTo(listed.getLast());
        second.get("items").forEach(item -> listed.add(item.get("id").stringValue()));
        assertThat(listed).isEqualTo(expected);
        assertThat(second.has("next")).isFalse();
        assertThat(second.get("items").get(0).toString()).isEqualTo("{\"id\":\"" + expected.getLast()
                + "\",\"status\":\"AUTHORIZED\",\"amountMinor\":4500,\"currency\":\"EUR\",\"bookingId\":\""
                + Merchant.BOOKING + "\"}");
        assertThat(merchant.send("GET", "/books/payments?after=x", "").status()).isEqualTo(400);
    }

    @Test
    void shouldGoOnWithTheSameBooksOnTheSamePort() {
        UUID captured = merchant.payment(Status.CAPTURED);
        UUID open = merchant.payment(Status.AUTHORIZED);
        int port = provider.url().getPort();

        provider.close();
        provider = SimulatedProvider.start(folder, port, Merchant.KEY, WEBHOOK_SECRET, null);
        merchant = new Merchant(provider);

        assertThat(merchant.authorize(captured, "pm_card_visa").standing()).isEqualTo("CAPTURED");
        assertThat(merchant.post(open, "void").standing()).isEqualTo("VOIDED");
        assertThat(merchant.books().get("capturedMinor").intValue()).isEqualTo(4_500);
    }

    @Test
    void shouldBreakOffHeldCallsWhenItCloses() throws Throwable {
        UUID id = merchant.payment(Status.AUTHORIZED);
        merchant.rule("capture", "hold-before", "");
        CompletableFuture<Reply> capture = merchant.later(id, "capture");
        Eventually.eventually(() -> assertThat(merchant.held()).hasSize(1));

        provider.close();

        assertThat(capture).failsWithin(30, TimeUnit.SECONDS);
        start();
        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
    }

    @Test
    void shouldGiveUpItsFolderWhenItCannotStart(@TempDir Path other) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                    () -> SimulatedProvider.start(other, taken.getLocalPort(), Merchant.KEY, WEBHOOK_SECRET, null))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThatThrownBy(() -> SimulatedProvider.start(other, 0, Merchant.KEY, WEBHOOK_SECRET,
                URI.create("mailto:nobody"))).isInstanceOf(IllegalArgumentException.class);

        try (var started = SimulatedProvider.start(other, 0, Merchant.KEY, WEBHOOK_SECRET, null)) {
            assertThat(new Merchant(started).send("GET", "/health", "").status()).isEqualTo(200);
        }
    }
}
