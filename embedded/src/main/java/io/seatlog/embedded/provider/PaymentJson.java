package io.seatlog.embedded.provider;

import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Payments as others see them, and as the journal keeps them. Fields without a value are left out. */
final class PaymentJson {

    private PaymentJson() {}

    /** What merchants and webhooks are told. The client secret is for as long as it opens something. */
    static ObjectNode standing(Payment payment) {
        ObjectNode json = Json.object().put("id", payment.id().toString()).put("status", payment.status().name());
        Order order = payment.order();
        if (order != null) {
            json.put("amountMinor", order.amountMinor()).put("currency", order.currency().getCurrencyCode());
        }
        if (payment.status() == Status.ACTION_REQUIRED) {
            put(json, "clientSecret", payment.clientSecret());
        }
        put(json, "failure", payment.failure());
        return json;
    }

    /** What an audit of the books is told. */
    static ObjectNode entry(Payment payment) {
        Order order = payment.order();
        ObjectNode json = standing(payment);
        put(json, "bookingId", order == null ? null : order.bookingId().toString());
        return json;
    }

    static ObjectNode line(Payment payment) {
        ObjectNode json = entry(payment);
        Order order = payment.order();
        put(json, "method", order == null ? null : order.method().wireName());
        put(json, "clientSecret", payment.clientSecret());
        return json;
    }

    /** The inverse of {@link #line}; throws a RuntimeException on anything else. */
    static Payment read(JsonNode json) {
        Order order = json.has("method") ? order(json) : null;
        return new Payment(UUID.fromString(json.required("id").stringValue()), order,
                Status.valueOf(json.required("status").stringValue()), text(json, "clientSecret"),
                text(json, "failure"));
    }

    private static Order order(JsonNode json) {
        return new Order(json.required("amountMinor").longValue(),
                Currency.getInstance(json.required("currency").stringValue()),
                PaymentMethod.named(json.required("method").stringValue()).orElseThrow(),
                UUID.fromString(json.required("bookingId").stringValue()));
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null ? null : value.stringValue();
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
