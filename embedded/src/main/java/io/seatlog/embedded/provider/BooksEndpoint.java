package io.seatlog.embedded.provider;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /books}: what the provider knows, for whoever compares it with what the merchant believes. */
final class BooksEndpoint implements Endpoint {
    static final int PAGE = 1_000;

    private final Books books;
    private final CallCounts calls;
    private final Webhooks webhooks;

    BooksEndpoint(Books books, CallCounts calls, Webhooks webhooks) {
        this.books = books;
        this.calls = calls;
        this.webhooks = webhooks;
    }

    @Override
    public void serve(Exchange exchange) {
        switch (exchange.method() + " " + String.join("/", exchange.path())) {
            case "GET books" -> exchange.answer(200, summary());
            case "GET books/payments" -> {
                String after = exchange.query("after");
                exchange.answer(200, page(after == null ? null : Fields.uuid("after", after)));
            }
            default -> exchange.unknownPath();
        }
    }

    private ObjectNode summary() {
        Totals totals = books.totals();
        ObjectNode json = Json.object().put("payments", totals.payments())
                .put("openAuthorizations", totals.open().count()).put("openAuthorizedMinor", totals.open().minor())
                .put("captured", totals.captured().count()).put("capturedMinor", totals.captured().minor())
                .put("refunded", totals.refunded().count()).put("refundedMinor", totals.refunded().minor());
        json.set("calls", calls.json());
        json.set("webhooks", webhooks.counts());
        return json;
    }

    private ObjectNode page(@Nullable UUID after) {
        List<Payment> payments = books.page(after, PAGE + 1);
        ArrayNode items = Json.array();
        payments.stream().limit(PAGE).map(PaymentJson::entry).forEach(items::add);
        ObjectNode json = Json.object();
        json.set("items", items);
        if (payments.size() > PAGE) {
            json.put("next", payments.get(PAGE - 1).id().toString());
        }
        return json;
    }
}
