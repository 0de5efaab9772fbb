package io.seatlog.ticketing.payment.provider;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stripe's webhooks. Read as JSON rather than as stripe-java's classes: an endpoint sends the version of the API that it
 * was made with, and the metadata is in the same place in all of them. Thread-safe.
 */
final class StripeWebhooks {
    private static final long TOLERANCE_SECONDS = 300;
    /** stripe-java throws other exceptions than its own at headers of another form. */
    private static final Pattern HEADER = Pattern.compile("t=\\d{1,12}(,v\\d{1,2}=[0-9A-Za-z]{1,128}){1,16}");
    private final String secret;
    private final JsonMapper json;
    private final Clock clock;

    StripeWebhooks(String secret, JsonMapper json, Clock clock) {
        this.secret = secret;
        this.json = json;
        this.clock = clock;
    }

    /** @throws WebhookRejectedException when it is not authentic, or too old */
    Optional<UUID> payment(byte[] body, String signature) {
        var text = new String(body, StandardCharsets.UTF_8);
        if (!HEADER.matcher(signature).matches()) {
            throw new WebhookRejectedException("no signature of Stripe");
        }
        try {
            Webhook.Signature.verifyHeader(text, signature, secret, TOLERANCE_SECONDS, clock);
            return payment(json.readTree(text));
        } catch (SignatureVerificationException forged) {
            throw new WebhookRejectedException("not signed by Stripe, or too long ago");
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** A charge has the metadata of its intent; of other objects it is known only where Stripe sends the whole intent. */
    private static Optional<UUID> payment(JsonNode event) {
        var type = event.path("type").asString("");
        if (!type.startsWith("payment_intent.") && !type.startsWith("charge.") && !type.startsWith("refund.")) {
            return Optional.empty();
        }
        var object = event.path("data").path("object");
        return id(object).or(() -> id(object.path("payment_intent")));
    }

    private static Optional<UUID> id(JsonNode object) {
        try {
            return Optional.of(UUID.fromString(object.path("metadata").path(StripeIntents.PAYMENT).asString("")));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
