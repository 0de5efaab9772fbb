package io.seatlog.kernel.message;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What decides in a subsection besides its seats.
 *
 * @param version higher wins
 * @param priceMinor of one seat, in minor units of {@code currency}
 * @param currency ISO 4217
 * @param onSaleAt the first log time that sells
 * @param offSaleAt the first log time that no longer sells
 * @param maxPerBooking tickets, 1..10
 */
public record Terms(int version, long priceMinor, String currency, Instant onSaleAt, Instant offSaleAt, int holdSeconds,
        int maxPerBooking) {
    public static final int MAX_TICKETS = 10;
    public static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Terms {
        if (version < 1 || priceMinor < 0 || !CURRENCY.matcher(currency).matches() || !onSaleAt.isBefore(offSaleAt)
                || holdSeconds < 1 || maxPerBooking < 1 || maxPerBooking > MAX_TICKETS) {
            throw new IllegalArgumentException("no valid terms");
        }
    }
}
