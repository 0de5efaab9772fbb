package io.seatlog.kernel.wire;

/** The bytes are no message and never will be: poison. */
public final class MalformedMessageException extends RuntimeException {
    MalformedMessageException(String message) {
        super(message);
    }

    MalformedMessageException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
