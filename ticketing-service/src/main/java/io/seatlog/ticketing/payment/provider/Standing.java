package io.seatlog.ticketing.payment.provider;

import org.jspecify.annotations.Nullable;

/**
 * How a payment stands with its provider: the answer to every call.
 *
 * @param reference the provider's own name of the payment; null when it has none
 * @param clientSecret what the buyer's browser needs to go on; only while an action is required
 * @param failure the provider's code of why it declined, such as {@code card_declined}; else null
 */
public record Standing(Status status, @Nullable String reference, @Nullable String clientSecret,
        @Nullable String failure) {

    public enum Status {
        /** The provider never heard of it. */
        NONE,
        /** Under way at the provider; asking again will tell. */
        PROCESSING,
        /** The buyer has to do something first, such as 3-D Secure. */
        ACTION_REQUIRED,
        /** The amount is reserved and can be captured or given up. */
        AUTHORIZED,
        /** The money is ours. */
        CAPTURED,
        /** Given up before a capture; no money can move any more. */
        VOIDED,
        /** Captured, and all of it given back. */
        REFUNDED,
        /** Refused for good; a new payment is needed. */
        DECLINED
    }

    public static Standing of(Status status, @Nullable String reference) {
        return new Standing(status, reference, null, null);
    }
}
