package io.seatlog.ticketing.payment;

import org.jspecify.annotations.Nullable;

/** The log gave no certain answer: what was to be appended may be on it, or may still come. Never to be taken for a failure. */
public final class LogUncertainException extends RuntimeException {
    public LogUncertainException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
