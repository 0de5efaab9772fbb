package io.seatlog.ticketing.admission;

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
 * @param rememberedCallers of whom it is known how much they used; some 100 bytes each
 */
@ConfigurationProperties("seatlog.fair-use")
record FairUseProperties(@DefaultValue("5") int writesPerSecond, @DefaultValue("30") int writesAtOnce,
        @DefaultValue("20") int readsPerSecond, @DefaultValue("100") int readsAtOnce,
        @DefaultValue("200000") int rememberedCallers) {
    FairUseProperties {
        require("writes-per-second", writesPerSecond, 10_000);
        require("writes-at-once", writesAtOnce, 100_000);
        require("reads-per-second", readsPerSecond, 10_000);
        require("reads-at-once", readsAtOnce, 100_000);
        require("remembered-callers", rememberedCallers, 10_000_000);
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("seatlog.fair-use." + name + " must be 1.." + most);
        }
    }
}
