package io.seatlog.embedded.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code /v1/payments}, for merchants with the secret key. */
final class MerchantEndpoint implements Endpoint {
    private static final Set<String> ORDER_FIELDS = Set.of("id", "amountMinor", "currency", "method", "bookingId");

    private final byte[] authorization;
    private final Books books;
    private final Control control;
    private final CallCounts counts;
    private final MerchantCalls calls;

    MerchantEndpoint(String secretKey, Books books, Control control, CallCounts counts, MerchantCalls calls) {
        this.authorization = bytes("Bearer " + secretKey);
        this.books = books;
        this.control = control;
        this.counts = counts;
        this.calls = calls;
    }

    @Override
    public void serve(Exchange exchange) throws InterruptedException {
        if (control.settings().down()) {
            exchange.drop();
            return;
        }
        Thread.sleep(control.settings().latencyMillis());
        if (!isMerchant(exchange)) {
            exchange.answer(401, Json.error("unauthorized"));
            return;
        }
        Optional<Call> call = call(exchange);
        if (call.isEmpty()) {
            exchange.unknownPath();
            return;
        }
        counts.count(call.get().operation());
        calls.serve(exchange, call.get());
    }

    private boolean isMerchant(Exchange exchange) {
        String given = exchange.header("Authorization");
        return given != null && MessageDigest.isEqual(bytes(given), authorization);
    }

    private Optional<Call> call(Exchange exchange) {
        List<String> path = exchange.path();
        if (path.size() < 2 || !path.get(1).equals("payments")) {
            return Optional.empty();
        }
        return switch (exchange.method() + " " + path.size()) {
            case "POST 2" -> Optional.of(authorization(exchange));
            case "GET 3" -> Optional.of(about(Operation.ASK, path.get(2)));
            case "POST 4" -> switch (path.get(3)) {
                case "capture" -> Optional.of(about(Operation.CAPTURE, path.get(2)));
                case "void" -> Optional.of(about(Operation.VOID, path.get(2)));
                case "refund" -> Optional.of(about(Operation.REFUND, path.get(2)));
                default -> Optional.empty();
            };
            default -> Optional.empty();
        };
    }

    private static Call authorization(Exchange exchange) {
        Fields fields = Fields.of(exchange.body(), ORDER_FIELDS);
        UUID id = fields.uuid("id");
        return new Call(Operation.AUTHORIZE, id, new Order(fields.number("amountMinor", 1, Order.MOST_MINOR),
                fields.text("currency", Currency::getInstance),
                fields.text("method", name -> PaymentMethod.named(name).orElse(null)), fields.uuid("bookingId")));
    }

    private Call about(Operation operation, String segment) {
        UUID id = Fields.uuid("id", segment);
        return new Call(operation, id, books.find(id).map(Payment::order).orElse(null));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
