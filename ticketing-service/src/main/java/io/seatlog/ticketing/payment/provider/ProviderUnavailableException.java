package io.seatlog.ticketing.payment.provider;

import org.jspecify.annotations.Nullable;

/** The provider gave no certain answer: what was asked for may have happened. Never to be taken for a failure. */
public final class ProviderUnavailableException extends RuntimeException {
    private final boolean asked;

    public ProviderUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.asked = true;
    }

    private ProviderUnavailableException(String message) {
        super(message, null, false, false);
        this.asked = false;
    }

    /** The call was kept away from the provider, so that nothing can have happened. */
    public static ProviderUnavailableException notAsked(String message) {
        return new ProviderUnavailableException(message);
    }

    /** Whether the provider may have heard of it. */
    public boolean isAsked() {
        return asked;
    }
}
