package io.seatlog.embedded.provider;

import java.util.Currency;
import java.util.UUID;

/** What a payment id was first used for; the same id with anything else in it is a mistake of the merchant's. */
record Order(long amountMinor, Currency currency, PaymentMethod method, UUID bookingId) {
    /** Low enough that the sums of full books fit into a long. */
    static final long MOST_MINOR = 1_000_000_000_000L;
}
