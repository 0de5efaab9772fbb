package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.identity.Seal;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private static final long SEED = System.nanoTime();
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private final Random random = new Random(SEED);

    @Test
    void anyReceiptIsReadAsItWasSigned() {
        var receipts = new Receipts(new Seal(key(1), null));
        for (int i = 0; i < 2000; i++) {
            var receipt = receipt();
            assertThat(receipts.verify(receipts.sign(receipt))).as("seed " + SEED).contains(receipt);
        }
    }

    @Test
    void noChangedByteIsBelieved() {
        var receipts = new Receipts(new Seal(key(1), key(2)));
        var signed = Base64.getUrlDecoder().decode(receipts.sign(receipt()));
        for (int at = 0; at < signed.length; at++) {
            var changed = signed.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(receipts.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .as("byte " + at + ", seed " + SEED).isEmpty();
        }
    }

    @Test
    void garbageIsNoReceipt() {
        var receipts = new Receipts(new Seal(key(1), null));
        for (var garbage : new String[]{"", "A", "%%%", "x".repeat(10_000), "AQ==", " ".repeat(60)}) {
            assertThat(receipts.verify(garbage)).isEmpty();
        }
        for (int i = 0; i < 2000; i++) {
            var bytes = new byte[random.nextInt(150)];
            random.nextBytes(bytes);
            assertThat(receipts.verify(Base64.getUrlEncoder().encodeToString(bytes))).as("seed " + SEED).isEmpty();
        }
    }

    @Test
    void aReplacedKeyIsAcceptedUntilItIsForgotten() {
        var receipt = receipt();
        var old = new Receipts(new Seal(key(1), null)).sign(receipt);

        assertThat(new Receipts(new Seal(key(2), key(1))).verify(old)).contains(receipt);
        assertThat(new Receipts(new Seal(key(2), null)).verify(old)).isEmpty();
        assertThat(new Receipts(new Seal(key(2), key(1))).sign(receipt)).isNotEqualTo(old);
    }

    private Receipt receipt() {
        var buyer = new StringBuilder();
        int length = 1 + random.nextInt(64);
        while (buyer.length() < length) {
            buyer.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new Receipt(1 + random.nextInt(255), random.nextInt(65_536), random.nextLong(1L << 40),
                1 + random.nextInt(Integer.MAX_VALUE - 1), buyer.toString(), Uuid7.next());
    }

    private static byte[] key(int first) {
        var key = new byte[32];
        key[0] = (byte) first;
        return key;
    }
}
