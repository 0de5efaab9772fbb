package io.seatlog.embedded.provider;

import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /control}: how tests, and people at a demonstration, make the provider misbehave. No key: it is a toy's knob. */
final class ControlEndpoint implements Endpoint {
    private static final Set<String> SETTINGS_FIELDS = Set.of("latencyMillis", "down", "webhooks");
    private static final Set<String> RULE_FIELDS = Set.of("operation", "effect", "payment", "method", "bookingId",
            "times", "millis");

    private final Control control;

    ControlEndpoint(Control control) {
        this.control = control;
    }

    @Override
    public void serve(Exchange exchange) {
        switch (exchange.method() + " " + String.join("/", exchange.path())) {
            case "GET control" -> exchange.answer(200, json(control.settings()));
            case "PUT control" -> change(exchange);
            case "POST control/rules" -> addRule(exchange);
            case "DELETE control/rules" -> {
                control.rules().clear();
                releaseAll(exchange);
            }
            case "GET control/held" -> exchange.answer(200, held());
            case "POST control/held/release" -> releaseAll(exchange);
            default -> releaseOne(exchange);
        }
    }

    private void change(Exchange exchange) {
        Fields fields = Fields.of(exchange.body(), SETTINGS_FIELDS);
        control.change(now -> new Settings(
                fields.number("latencyMillis", 0, Settings.MOST_LATENCY_MILLIS, now.latencyMillis()),
                fields.bool("down", now.down()), fields.bool("webhooks", now.webhooks())));
        exchange.answer(200, json(control.settings()));
    }

    private void addRule(Exchange exchange) {
        OptionalLong number = control.rules().add(rule(Fields.of(exchange.body(), RULE_FIELDS)));
        if (number.isPresent()) {
            exchange.answer(201, Json.object().put("rule", number.getAsLong()));
        } else {
            exchange.answer(503, Json.error("too_many_rules"));
        }
    }

    private void releaseAll(Exchange exchange) {
        control.held().releaseAll();
        exchange.answerNothing(204);
    }

    private void releaseOne(Exchange exchange) {
        var path = exchange.path();
        if (!exchange.method().equals("POST") || path.size() != 4 || !path.get(1).equals("held")
                || !path.get(3).equals("release")) {
            exchange.unknownPath();
            return;
        }
        control.held().release(number(path.get(2)));
        exchange.answerNothing(204);
    }

    private static long number(String segment) {
        try {
            return Long.parseLong(segment);
        } catch (NumberFormatException malformed) {
            throw new InvalidRequestException("call");
        }
    }

    private static Rule rule(Fields fields) {
        return new Rule(operation(fields), fields.text("effect", name -> Effect.named(name).orElse(null)),
                fields.optionalUuid("payment"),
                fields.optionalText("method", name -> PaymentMethod.named(name).orElse(null)),
                fields.optionalUuid("bookingId"), fields.number("times", 1, Rule.MOST_TIMES, 1),
                fields.number("millis", 0, Rule.MOST_MILLIS, 0));
    }

    private static @Nullable Operation operation(Fields fields) {
        return fields.text("operation", name -> name).equals("any")
                ? null
                : fields.text("operation", name -> Operation.named(name).orElse(null));
    }

    private ArrayNode held() {
        ArrayNode calls = Json.array();
        for (HeldCalls.Held held : control.held().all()) {
            Call call = held.call();
            ObjectNode json = calls.addObject().put("call", held.number())
                    .put("operation", call.operation().wireName()).put("payment", call.payment().toString());
            UUID bookingId = call.order() == null ? null : call.order().bookingId();
            if (bookingId != null) {
                json.put("bookingId", bookingId.toString());
            }
            json.put("phase", held.phase() == HeldCalls.Phase.BEFORE ? "before" : "after");
        }
        return calls;
    }

    private static ObjectNode json(Settings settings) {
        return Json.object().put("latencyMillis", settings.latencyMillis()).put("down", settings.down())
                .put("webhooks", settings.webhooks());
    }
}
