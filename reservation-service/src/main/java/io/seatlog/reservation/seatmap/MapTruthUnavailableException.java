package io.seatlog.reservation.seatmap;

/** The truth could not be read; the next sweep tries again. */
public final class MapTruthUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MapTruthUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
