package io.seatlog.kernel.id;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What stands in the place of a buyer who was erased: as long as a pseudonym, drawn at random, and nobody's. A pseudonym is
 * 16 bytes in 22 characters of base64, so its last character is one of {@code A Q g w}; the name of nobody ends in another.
 */
public final class ErasedBuyer {
    public static final int LENGTH = 22;
    private static final String PREFIX = "erased-";
    private static final String END = "x";
    private static final int RANDOM_CHARS = LENGTH - PREFIX.length() - END.length();
    private static final Pattern PATTERN = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{" + RANDOM_CHARS + "}" + END);

    private ErasedBuyer() {}

    /** A new one: 84 random bits. */
    public static String next() {
        var bytes = new byte[RANDOM_CHARS];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().encodeToString(bytes).substring(0, RANDOM_CHARS) + END;
    }

    public static boolean isOne(String buyer) {
        return PATTERN.matcher(buyer).matches();
    }
}
