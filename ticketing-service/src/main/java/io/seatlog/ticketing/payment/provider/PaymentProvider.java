package io.seatlog.ticketing.payment.provider;

import java.util.Optional;
import java.util.UUID;

/**
 * Moves money in two steps: reserve it, then take it or let it go. Every call may be repeated, in any order and by two
 * callers at once; none moves money twice for one payment id. Each answers how the payment stands afterwards, which need
 * not be what was asked for: a capture of what was voided meanwhile answers VOIDED. Calls block for a bounded time.
 * Thread-safe.
 */
public interface PaymentProvider {
    /**
     * Reserves the amount. What was voided before it was ever authorised stays void.
     *
     * @throws ProviderUnavailableException when the answer is not certain; the money may or may not be reserved
     */
    Standing authorize(Order order);

    /** How it stands, without changing anything. @throws ProviderUnavailableException when the provider does not tell */
    Standing ask(Order order);

    /** Takes what is reserved. @throws ProviderUnavailableException when the answer is not certain */
    Standing capture(Order order);

    /**
     * Gives up what is or may become reserved; also of a payment that the provider never heard of, so that an
     * authorisation that is still on its way finds it void.
     *
     * @throws ProviderUnavailableException when the answer is not certain
     */
    Standing release(Order order);

    /** Gives back all that was captured. @throws ProviderUnavailableException when the answer is not certain */
    Standing refund(Order order);

    /**
     * The payment that a webhook is about. Its content is not believed, only that there is news to ask for.
     *
     * @param signature the value of the provider's {@link #signatureHeader()}
     * @return empty for an authentic message about nothing of ours
     * @throws WebhookRejectedException when it is not authentic, or too old
     */
    Optional<UUID> webhook(byte[] body, String signature);

    String signatureHeader();
}
