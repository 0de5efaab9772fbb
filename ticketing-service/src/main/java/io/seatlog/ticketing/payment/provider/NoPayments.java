package io.seatlog.ticketing.payment.provider;

import java.util.Optional;
import java.util.UUID;

/** In the place of a provider where none is configured. */
final class NoPayments implements PaymentProvider {
    @Override
    public Standing authorize(Order order) {
        throw nobody();
    }

    @Override
    public Standing ask(Order order) {
        throw nobody();
    }

    @Override
    public Standing capture(Order order) {
        throw nobody();
    }

    @Override
    public Standing release(Order order) {
        throw nobody();
    }

    @Override
    public Standing refund(Order order) {
        throw nobody();
    }

    @Override
    public Optional<UUID> webhook(byte[] body, String signature) {
        throw new WebhookRejectedException("no payment provider is configured");
    }

    @Override
    public String signatureHeader() {
        return SimulatedPayments.SIGNATURE_HEADER;
    }

    private static ProviderUnavailableException nobody() {
        return new ProviderUnavailableException("No payment provider is configured", null);
    }
}
