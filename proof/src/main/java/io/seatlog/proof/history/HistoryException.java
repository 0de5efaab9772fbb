package io.seatlog.proof.history;

/** The history cannot be read or does not say what it is; nothing can be said of the run. */
public final class HistoryException extends RuntimeException {
    HistoryException(String message) {
        super(message);
    }

    HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
