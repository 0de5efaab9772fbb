package io.seatlog.reservation.expiry;

/** The deadlines cannot be read now. */
public final class HoldsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HoldsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
