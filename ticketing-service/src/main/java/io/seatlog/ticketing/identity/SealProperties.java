package io.seatlog.ticketing.identity;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys that receipts and stream passes are sealed with; a secret, given by the environment.
 *
 * @param key seals: base64 of 32 bytes
 * @param previousKey still accepted, so that keys can be replaced while receipts are about; may be absent
 */
@ConfigurationProperties("seatlog.receipts")
record SealProperties(String key, @Nullable String previousKey) {
    SealProperties {
        bytes("seatlog.receipts.key", key);
        if (previousKey != null && !previousKey.isBlank()) {
            bytes("seatlog.receipts.previous-key", previousKey);
        }
    }

    Seal seal() {
        return new Seal(bytes("seatlog.receipts.key", key), previousKey == null || previousKey.isBlank()
                ? null
                : bytes("seatlog.receipts.previous-key", previousKey));
    }

    static byte[] bytes(String name, @Nullable String base64) {
        byte[] bytes;
        try {
            bytes = base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            bytes = new byte[0];
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException(name + " must be base64 of 32 bytes");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "SealProperties[secret]";
    }
}
