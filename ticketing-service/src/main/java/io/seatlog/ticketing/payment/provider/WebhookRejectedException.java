package io.seatlog.ticketing.payment.provider;

/** A webhook that the provider did not sign, or signed too long ago. An answer rather than a fault: no stack trace. */
public final class WebhookRejectedException extends RuntimeException {
    public WebhookRejectedException(String message) {
        super(message, null, false, false);
    }
}
