package io.seatlog.ticketing.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of one instance one caller may use. A page that a person sits in front of stays far below; a program that asks
 * for more is told when to come again.
 *
 * @param writesPerSecond of one caller, in the long run: bookings, payments, cancellations. A person makes one in some
 *     seconds, with repeats after lost answers
 * @param writesAtOnce above that, for a moment: a page that comes back online repeats what it has pending
 * @param readsPerSecond of one caller, in the long run: a page without streams asks twice a second
 * @param readsAtOnce above that, for a moment: opening the page reads about ten things
 * @param refuseAfter how long a refusal is held back: who sends the next request when the one before is answered asks
 *     no faster than this on each of its connections
 * @param rememberedCallers of whom it is known how much they used; some 100 bytes each
 */
@ConfigurationProperties("seatlog.fair-use")
record FairUseProperties(@DefaultValue("5") int writesPerSecond, @DefaultValue("30") int writesAtOnce,
        @DefaultValue("20") int readsPerSecond, @DefaultValue("100") int readsAtOnce,
        @DefaultValue("1s") Duration refuseAfter, @DefaultValue("200000") int rememberedCallers) {
    private static final Duration MOST_REFUSE_AFTER = Duration.ofSeconds(10);

    FairUseProperties {
        require("writes-per-second", writesPerSecond, 10_000);
        require("writes-at-once", writesAtOnce, 100_000);
        require("reads-per-second", readsPerSecond, 10_000);
        require("reads-at-once", readsAtOnce, 100_000);
        require("remembered-callers", rememberedCallers, 10_000_000);
        if (refuseAfter.isNegative() || refuseAfter.compareTo(MOST_REFUSE_AFTER) > 0) {
            throw new IllegalArgumentException("seatlog.fair-use.refuse-after must be 0 to " + MOST_REFUSE_AFTER);
        }
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("seatlog.fair-use." + name + " must be 1.." + most);
        }
    }
}
