package io.seatlog.ticketing.booking;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys that receipts are signed with; a secret, given by the environment.
 *
 * @param key signs: base64 of 32 bytes
 * @param previousKey still accepted, so that keys can be replaced while receipts are about; may be absent
 */
@ConfigurationProperties("seatlog.receipts")
record ReceiptProperties(String key, @Nullable String previousKey) {
    private static final int KEY_BYTES = 32;

    ReceiptProperties {
        bytes("key", key);
        if (previousKey != null && !previousKey.isBlank()) {
            bytes("previous-key", previousKey);
        }
    }

    Receipts receipts() {
        return new Receipts(bytes("key", key),
                previousKey == null || previousKey.isBlank() ? null : bytes("previous-key", previousKey));
    }

    private static byte[] bytes(String name, @Nullable String base64) {
        var bytes = base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("seatlog.receipts." + name + " must be base64 of 32 bytes");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "ReceiptProperties[secret]";
    }
}
