package io.seatlog.kernel.id;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits, so that new keys lie together in an index. */
public final class Uuid7 {
    private static final long MILLIS_MAX = (1L << 48) - 1;

    private Uuid7() {}

    public static UUID next() {
        var random = ThreadLocalRandom.current();
        return of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }

    /** @param millis Unix milliseconds, below 2^48 */
    public static UUID of(long millis, long randomHigh, long randomLow) {
        if (millis < 0 || millis > MILLIS_MAX) {
            throw new IllegalArgumentException("millis out of range: " + millis);
        }
        return new UUID(millis << 16 | 0x7000 | randomHigh & 0xFFF,
                randomLow & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    }

    public static boolean isUuid7(UUID id) {
        return id.version() == 7 && id.variant() == 2;
    }

    /** @return the Unix milliseconds that a version 7 id was made at */
    public static long millis(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}
