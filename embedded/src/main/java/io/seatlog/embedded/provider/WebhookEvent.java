package io.seatlog.embedded.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.ObjectNode;

/** News of one change. Every delivery of it has the same body, and so the same event id. */
record WebhookEvent(String body) {
    private static final String ALGORITHM = "HmacSHA256";

    static WebhookEvent of(Payment payment, Instant at) {
        ObjectNode json = Json.object().put("id", UUID.randomUUID().toString()).put("type", "payment.changed");
        json.set("payment", PaymentJson.standing(payment));
        json.put("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
        return new WebhookEvent(Json.MAPPER.writeValueAsString(json));
    }

    /** The value of {@code Seatlog-Signature} for a delivery at this time; the time is signed so that it cannot be old. */
    String signature(String secret, Instant sent) {
        long seconds = sent.getEpochSecond();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] hash = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
