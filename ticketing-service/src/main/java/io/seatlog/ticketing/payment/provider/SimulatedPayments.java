package io.seatlog.ticketing.payment.provider;

import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payments at the simulated provider. Our payment id is its reference and its idempotency key, and what it refuses for
 * the state it answers with the state, so there is nothing to remember. Thread-safe.
 */
final class SimulatedPayments implements PaymentProvider {
    static final String SIGNATURE_HEADER = "Seatlog-Signature";
    private final ProviderHttp http;
    private final String payments;
    private final String authorization;
    private final JsonMapper json;
    private final SimulatedWebhooks webhooks;

    /** What a payment is asked for with. */
    private record Request(String id, long amountMinor, String currency, String method, String bookingId) {}

    SimulatedPayments(URI url, String secretKey, ProviderHttp http, JsonMapper json, SimulatedWebhooks webhooks) {
        this.http = http;
        payments = url.toString().replaceAll("/+$", "") + "/v1/payments";
        authorization = "Bearer " + secretKey;
        this.json = json;
        this.webhooks = webhooks;
    }

    @Override
    public Standing authorize(Order order) {
        var body = json.writeValueAsBytes(new Request(order.paymentId().toString(), order.amountMinor(),
                order.currency(), order.method(), order.bookingId().toString()));
        var response = send("authorize", HttpRequest.newBuilder(URI.create(payments))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
        var answer = read(response);
        if (response.statusCode() == 400) {
            // Nothing of it was kept, and the same request is refused the same way.
            return new Standing(Status.DECLINED, null, null, answer.path("error").asString("invalid_request"));
        }
        return standing("authorize", order, response.statusCode(), answer);
    }

    @Override
    public Standing ask(Order order) {
        return call("ask", order, HttpRequest.newBuilder(of(order, "")).GET());
    }

    @Override
    public Standing capture(Order order) {
        return post("capture", order);
    }

    @Override
    public Standing release(Order order) {
        return post("void", order);
    }

    @Override
    public Standing refund(Order order) {
        return post("refund", order);
    }

    @Override
    public Optional<UUID> webhook(byte[] body, String signature) {
        return webhooks.payment(body, signature);
    }

    @Override
    public String signatureHeader() {
        return SIGNATURE_HEADER;
    }

    private URI of(Order order, String operation) {
        return URI.create(payments + "/" + order.paymentId() + operation);
    }

    private Standing post(String operation, Order order) {
        return call(operation, order, HttpRequest.newBuilder(of(order, "/" + operation)).POST(BodyPublishers.noBody()));
    }

    private Standing call(String operation, Order order, HttpRequest.Builder request) {
        var response = send(operation, request);
        return response.statusCode() == 404 && read(response).path("error").asString("").equals("unknown_payment")
                ? Standing.of(Status.NONE, null)
                : standing(operation, order, response.statusCode(), read(response));
    }

    private HttpResponse<byte[]> send(String operation, HttpRequest.Builder request) {
        try {
            return http.send(request.header("Authorization", authorization).build());
        } catch (IOException unanswered) {
            throw new ProviderUnavailableException("The provider did not answer " + operation, unanswered);
        }
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        try {
            return json.readTree(response.body());
        } catch (JacksonException notJson) {
            return json.nullNode();
        }
    }

    /** A conflict that has a status is an answer like any other: how it stands instead. */
    private static Standing standing(String operation, Order order, int code, JsonNode answer) {
        var status = code == 200 || code == 409 ? status(answer.path("status").asString("")) : null;
        var id = order.paymentId().toString();
        if (status == null || !id.equals(answer.path("id").asString(""))) {
            throw new ProviderUnavailableException("The provider's answer to " + operation + " is not certain: HTTP "
                    + code + " " + answer.path("error").asString("without a reason"), null);
        }
        return new Standing(status, id,
                status == Status.ACTION_REQUIRED ? answer.path("clientSecret").asString(null) : null,
                answer.path("failure").asString(null));
    }

    private static @Nullable Status status(String name) {
        try {
            return Status.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }
}
