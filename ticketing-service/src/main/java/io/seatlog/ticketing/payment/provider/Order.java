package io.seatlog.ticketing.payment.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as a provider is asked about it.
 *
 * @param paymentId ours; the idempotency key of everything that is asked for it
 * @param amountMinor in minor units of the currency, above 0
 * @param currency ISO 4217, upper case
 * @param method names what pays, in the provider's own terms
 * @param reference the provider's own name of the payment, null until it was heard
 */
public record Order(UUID paymentId, UUID bookingId, long amountMinor, String currency, String method,
        @Nullable String reference) {}
