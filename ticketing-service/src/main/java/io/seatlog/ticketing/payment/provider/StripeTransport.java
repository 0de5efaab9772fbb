package io.seatlog.ticketing.payment.provider;

import com.stripe.Stripe;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries the requests of stripe-java, whose own transport sends a POST again when a kept-alive connection breaks, has
 * no limit for a whole answer, tells Stripe about the machine, and trips over answers that are not JSON. Thread-safe.
 */
final class StripeTransport extends HttpClient {
    private static final String TELEMETRY = "X-Stripe-Client-Telemetry";
    private final ProviderHttp http;
    private final JsonMapper json;

    StripeTransport(ProviderHttp http, JsonMapper json) {
        this.http = http;
        this.json = json;
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        try {
            var response = http.send(toHttp(request));
            requireStripes(response);
            return new StripeResponse(response.statusCode(), HttpHeaders.of(response.headers().map()),
                    new String(response.body(), StandardCharsets.UTF_8));
        } catch (IOException unanswered) {
            throw new ApiConnectionException(unanswered.getMessage(), unanswered);
        }
    }

    private static HttpRequest toHttp(StripeRequest request) {
        var content = request.content();
        var http = HttpRequest.newBuilder(URI.create(request.url().toString())).method(request.method().name(),
                content == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content.byteArrayContent()));
        request.headers().map().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(TELEMETRY)) {
                values.forEach(value -> http.header(name, value));
            }
        });
        if (content != null) {
            http.setHeader("Content-Type", content.contentType());
        }
        return http.setHeader("User-Agent", "Stripe/v1 JavaBindings/" + Stripe.VERSION).build();
    }

    /** What a proxy answers in Stripe's place tells nothing of the payment. */
    private void requireStripes(HttpResponse<byte[]> response) throws IOException {
        boolean good = response.statusCode() / 100 == 2;
        try {
            var body = json.readTree(response.body());
            if (body.isObject() && (good || body.path("error").isObject())) {
                return;
            }
        } catch (JacksonException notJson) {
            // The same as any other text that is not Stripe's.
        }
        throw new IOException("HTTP " + response.statusCode() + " with an answer that is not Stripe's");
    }
}
