package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.id.Uuid7;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What Seatlog relies on, of a provider that also tells its news. */
abstract class WebhookingProviderContract extends PaymentProviderContract {
    abstract String webhookBody(UUID paymentId);

    @Test
    void shouldFindThePaymentOfAGenuineWebhook() {
        var paymentId = Uuid7.next();
        var body = webhookBody(paymentId);

        assertThat(provider().webhook(bytes(body), signature(body, Instant.now(), WEBHOOK_SECRET))).contains(paymentId);
        var other = "{\"type\":\"payment_intent.created\",\"data\":{\"object\":{\"metadata\":{}}}}";
        assertThat(provider().webhook(bytes(other), signature(other, Instant.now(), WEBHOOK_SECRET))).isEmpty();
        var text = "not json";
        assertThat(provider().webhook(bytes(text), signature(text, Instant.now(), WEBHOOK_SECRET))).isEmpty();
    }

    @Test
    void shouldRejectAForgedOrOldWebhook() {
        var body = webhookBody(Uuid7.next());
        var genuine = signature(body, Instant.now(), WEBHOOK_SECRET);
        var minutesAgo = signature(body, Instant.now().minus(Duration.ofMinutes(4)), WEBHOOK_SECRET);

        assertThat(provider().webhook(bytes(body), minutesAgo)).isPresent();
        assertRejected(body, signature(body, Instant.now(), "whsec_of_somebody_else"));
        assertRejected(body + " ", genuine);
        assertRejected(body, signature(body, Instant.now().minus(Duration.ofSeconds(302)), WEBHOOK_SECRET));
        for (var nonsense : List.of("", "t", "t=", "v1", "t=,v1=", "t=abc,v1=00", genuine.replace("v1", "v0"),
                "t=99999999999999999999,v1=00", ",".repeat(10_000))) {
            assertRejected(body, nonsense);
        }
    }

    final void assertRejected(String body, String signature) {
        assertThatThrownBy(() -> provider().webhook(bytes(body), signature))
                .isInstanceOf(WebhookRejectedException.class);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The form is the same for both, and none of it is the code under test. */
    static String signature(String body, Instant at, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            var tag = mac.doFinal(bytes(at.getEpochSecond() + "." + body));
            return "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(tag);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
