package io.seatlog.proof.certificate;

import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.proof.history.HistoryRecord.ChargeState;
import io.seatlog.proof.history.HistoryWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulated provider's own books, page by page. They know payments and no events: a page's payments are the event's
 * when the payment rows say so, and one that no row knows is nobody's.
 */
final class ProviderBooks {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private final URI provider;
    private final Progress progress;

    ProviderBooks(URI provider, Progress progress) {
        this.provider = provider;
        this.progress = progress;
    }

    void write(Connection connection, UUID eventId, HistoryWriter writer)
            throws IOException, SQLException, InterruptedException {
        long read = 0;
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (var path = "/books/payments"; !path.isEmpty();) {
                var page = get(http, path);
                var items = new LinkedHashMap<UUID, JsonNode>();
                for (var item : page.path("items")) {
                    items.put(UUID.fromString(item.path("id").asString()), item);
                }
                for (var id : SaleRows.ofEvent(connection, eventId, items.keySet())) {
                    var item = items.get(id);
                    if (item != null) {
                        writer.write(new HistoryRecord.Charge(id, item.path("amountMinor").asLong(),
                                item.path("currency").asString(), state(item.path("status").asString())));
                    }
                }
                read += items.size();
                progress.at("reading the provider's books", read, 0);
                path = page.has("next") ? "/books/payments?after=" + page.path("next").asString() : "";
            }
        }
    }

    private JsonNode get(HttpClient http, String path) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(provider.resolve(path)).timeout(ANSWER_WITHIN).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the provider answers " + answer.statusCode() + " for " + path);
        }
        return JSON.readTree(answer.body());
    }

    private static ChargeState state(String status) {
        return switch (status) {
            case "CAPTURED" -> ChargeState.CAPTURED;
            case "AUTHORIZED", "ACTION_REQUIRED" -> ChargeState.OPEN;
            case "VOIDED", "REFUNDED", "DECLINED" -> ChargeState.CLOSED;
            default -> throw new IllegalStateException("unknown status of a payment: " + status);
        };
    }
}
