package io.seatlog.reservation.erasure;

import org.jspecify.annotations.Nullable;

/** It cannot begin, or not go on. Running it again continues; the message says what has to be put right first. */
public final class ErasureUnfinishedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ErasureUnfinishedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
