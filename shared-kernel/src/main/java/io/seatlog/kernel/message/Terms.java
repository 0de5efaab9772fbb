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
 * @param maxPerBuyer tickets of one buyer in the whole event, held and sold together; {@link #NO_LIMIT} for any number
 */
public record Terms(int version, long priceMinor, String currency, Instant onSaleAt, Instant offSaleAt, int holdSeconds,
        int maxPerBooking, int maxPerBuyer, Sale sale) {
    public static final int MAX_TICKETS = 10;
    public static final int NO_LIMIT = 0;
    public static final int MOST_PER_BUYER = 1_000;
    public static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Terms {
        if (version < 1 || priceMinor < 0 || !CURRENCY.matcher(currency).matches() || !onSaleAt.isBefore(offSaleAt)
                || holdSeconds < 1 || maxPerBooking < 1 || maxPerBooking > MAX_TICKETS
                || maxPerBuyer < NO_LIMIT || maxPerBuyer > MOST_PER_BUYER) {
            throw new IllegalArgumentException("no valid terms");
        }
    }

    /** Open. */
    public Terms(int version, long priceMinor, String currency, Instant onSaleAt, Instant offSaleAt, int holdSeconds,
            int maxPerBooking, int maxPerBuyer) {
        this(version, priceMinor, currency, onSaleAt, offSaleAt, holdSeconds, maxPerBooking, maxPerBuyer, Sale.OPEN);
    }

    /** Open, and without a limit for buyers. */
    public Terms(int version, long priceMinor, String currency, Instant onSaleAt, Instant offSaleAt, int holdSeconds,
            int maxPerBooking) {
        this(version, priceMinor, currency, onSaleAt, offSaleAt, holdSeconds, maxPerBooking, NO_LIMIT);
    }

    public boolean limitsBuyers() {
        return maxPerBuyer != NO_LIMIT;
    }
}
