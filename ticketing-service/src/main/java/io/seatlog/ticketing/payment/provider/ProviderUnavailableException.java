package io.seatlog.ticketing.payment.provider;

import org.jspecify.annotations.Nullable;

/** The provider gave no certain answer: what was asked for may have happened. Never to be taken for a failure. */
public final class ProviderUnavailableException extends RuntimeException {
    public ProviderUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
