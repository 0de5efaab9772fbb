package io.seatlog.ticketing.payment.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks of the simulated provider: {@code t=<unix seconds>,v1=<HMAC-SHA256 of t.body>}. Thread-safe. */
final class SimulatedWebhooks {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern HEADER = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;
    private final JsonMapper json;
    private final Clock clock;

    SimulatedWebhooks(String secret, JsonMapper json, Clock clock) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.json = json;
        this.clock = clock;
    }

    /** @throws WebhookRejectedException when it is not authentic, or too old */
    Optional<UUID> payment(byte[] body, String signature) {
        var header = HEADER.matcher(signature);
        if (!header.matches() || !MessageDigest.isEqual(tag(header.group(1), body),
                HexFormat.of().parseHex(header.group(2)))) {
            throw new WebhookRejectedException("not signed by the provider");
        }
        long age = clock.instant().getEpochSecond() - Long.parseLong(header.group(1));
        if (Math.abs(age) > TOLERANCE.toSeconds()) {
            throw new WebhookRejectedException("signed at another time");
        }
        try {
            return Optional.of(UUID.fromString(json.readTree(body).path("payment").path("id").asString("")));
        } catch (IllegalArgumentException | JacksonException notOurs) {
            return Optional.empty();
        }
    }

    private byte[] tag(String time, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
