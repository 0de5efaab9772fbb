package io.seatlog.signin;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Keeps secrets as HMACs under a key that only this process has. Deliberately not a slow hash: nothing of it is ever
 * stored, so there is nothing to attack off line; a slow one would cost seconds at the start (a hundred accounts) and
 * would be paid again for every token of the tools. Compares in constant time. Thread-safe.
 */
final class Digests implements PasswordEncoder {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    Digests() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    @Override
    public String encode(@Nullable CharSequence secret) {
        return Base64.getEncoder().encodeToString(digest(secret == null ? "" : secret));
    }

    @Override
    public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
        return secret != null && encoded != null
                && MessageDigest.isEqual(digest(secret), Base64.getDecoder().decode(encoded));
    }

    private byte[] digest(CharSequence secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(secret.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
