package io.seatlog.ticketing.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that only we can have written, as text: base64url of the content and its HMAC-SHA256, cut to 128 bits. Two keys
 * are accepted while one is being replaced. The first byte of every content says what it is, so that none can be taken
 * for another. Safe on any thread.
 */
public final class Seal {
    private static final int MAC_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";
    private final Mac current;
    private final @Nullable Mac previous;

    /** @param previous the key that was current before, whose seals stay valid; null when there is none */
    public Seal(byte[] current, byte @Nullable [] previous) {
        this.current = mac(current);
        this.previous = previous == null ? null : mac(previous);
    }

    /** To be filled with exactly so many bytes and sealed. */
    public static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes + MAC_BYTES);
    }

    /** @param content a filled {@link #room} */
    public String seal(ByteBuffer content) {
        content.put(tag(current, content.array(), content.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.array());
    }

    /**
     * @param form its first byte
     * @param maxBytes of content
     * @return what follows the first byte; empty when it was not sealed with one of our keys, or is something else
     */
    public Optional<ByteBuffer> open(String text, byte form, int maxBytes) {
        if (text.length() > (maxBytes + MAC_BYTES) * 4 / 3 + 4) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int length = bytes.length - MAC_BYTES;
        boolean ours = length > 0 && bytes[0] == form
                && (isSealedBy(current, bytes, length) || previous != null && isSealedBy(previous, bytes, length));
        return ours ? Optional.of(ByteBuffer.wrap(bytes, 1, length - 1)) : Optional.empty();
    }

    private static boolean isSealedBy(Mac key, byte[] bytes, int length) {
        return MessageDigest.isEqual(tag(key, bytes, length), Arrays.copyOfRange(bytes, length, bytes.length));
    }

    /** A Mac is not thread-safe, its clone is cheap: the key schedule is not done again. */
    private static byte[] tag(Mac key, byte[] bytes, int length) {
        try {
            var mac = (Mac) key.clone();
            mac.update(bytes, 0, length);
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (CloneNotSupportedException everyJdkClonesHmac) {
            throw new IllegalStateException(everyJdkClonesHmac);
        }
    }

    static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
