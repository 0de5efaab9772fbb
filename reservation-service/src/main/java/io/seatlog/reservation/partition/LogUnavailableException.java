package io.seatlog.reservation.partition;

/** The brokers did not answer; trying again later is all there is to do. */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
