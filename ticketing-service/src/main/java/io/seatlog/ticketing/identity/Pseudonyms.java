package io.seatlog.ticketing.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;

/**
 * Names for people that tell nobody who they are: a keyed hash of issuer and subject. So a token needs no look-up, what the
 * issuer calls somebody (often their e-mail address) never reaches the log, a store or a trace, and without the key nobody
 * can find out whose name one is. Safe on any thread.
 */
public final class Pseudonyms {
    private static final int BYTES = 16;
    private final Mac key;

    Pseudonyms(byte[] key) {
        this.key = Seal.mac(key);
    }

    /** @param base64 the setting {@code seatlog.identity.pseudonym-key} */
    public static Pseudonyms ofKey(String base64) {
        return new Pseudonyms(SealProperties.bytes("seatlog.identity.pseudonym-key", base64));
    }

    /** @return 22 characters, a valid buyer id */
    public String of(String issuer, String subject) {
        try {
            var mac = (Mac) key.clone();
            mac.update(issuer.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(subject.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac.doFinal(), BYTES));
        } catch (CloneNotSupportedException everyJdkClonesHmac) {
            throw new IllegalStateException(everyJdkClonesHmac);
        }
    }
}
