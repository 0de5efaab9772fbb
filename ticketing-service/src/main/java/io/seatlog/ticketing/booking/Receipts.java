package io.seatlog.ticketing.booking;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Receipts as text: {@code u8 form, u8 generation, u16 partition, i64 offset, i32 subsection, 16 bytes booking, buyer,
 * 16 bytes MAC}, base64url. The MAC is HMAC-SHA256, cut to 128 bits. Two keys are accepted while one is being replaced.
 * Safe on any thread.
 */
public final class Receipts {
    private static final byte FORM = 1;
    private static final int FIXED_BYTES = 32;
    private static final int MAC_BYTES = 16;
    private static final int MAX_CHARS = (FIXED_BYTES + 64 + MAC_BYTES) * 4 / 3 + 4;
    private static final String ALGORITHM = "HmacSHA256";
    private final Mac current;
    private final @Nullable Mac previous;

    /** @param previous the key that was current before, whose receipts stay valid; null when there is none */
    public Receipts(byte[] current, byte @Nullable [] previous) {
        this.current = mac(current);
        this.previous = previous == null ? null : mac(previous);
    }

    public String sign(Receipt receipt) {
        var buyer = receipt.buyer().getBytes(StandardCharsets.US_ASCII);
        var buffer = ByteBuffer.allocate(FIXED_BYTES + buyer.length + MAC_BYTES).put(FORM)
                .put((byte) receipt.generation()).putShort((short) receipt.partition()).putLong(receipt.offset())
                .putInt(receipt.subsectionId()).putLong(receipt.bookingId().getMostSignificantBits())
                .putLong(receipt.bookingId().getLeastSignificantBits()).put(buyer);
        buffer.put(tag(current, buffer.array(), buffer.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /** @return empty when this text was not signed with one of our keys */
    public Optional<Receipt> verify(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int signed = bytes.length - MAC_BYTES;
        boolean ours = signed > FIXED_BYTES && (isSignedBy(current, bytes, signed)
                || previous != null && isSignedBy(previous, bytes, signed));
        return ours ? parse(ByteBuffer.wrap(bytes, 0, signed)) : Optional.empty();
    }

    private static Optional<Receipt> parse(ByteBuffer in) {
        if (in.get() != FORM) {
            return Optional.empty();
        }
        int generation = in.get() & 0xFF;
        int partition = in.getShort() & 0xFFFF;
        long offset = in.getLong();
        int subsectionId = in.getInt();
        var bookingId = new UUID(in.getLong(), in.getLong());
        var buyer = StandardCharsets.US_ASCII.decode(in).toString();
        return generation <= Version.MAX_GENERATION && BuyerId.isValid(buyer)
                ? Optional.of(new Receipt(generation, partition, offset, subsectionId, buyer, bookingId))
                : Optional.empty();
    }

    private static boolean isSignedBy(Mac key, byte[] bytes, int signed) {
        return MessageDigest.isEqual(tag(key, bytes, signed), Arrays.copyOfRange(bytes, signed, bytes.length));
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

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
