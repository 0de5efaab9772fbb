package io.seatlog.reservation.journal;

/** The database did not answer as it should; whether a commit took effect is unknown until its row is read again. */
public final class JournalUnavailableException extends RuntimeException {
    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
