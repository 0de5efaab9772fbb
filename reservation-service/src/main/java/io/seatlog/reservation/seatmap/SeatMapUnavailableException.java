package io.seatlog.reservation.seatmap;

import org.jspecify.annotations.Nullable;

/** The map store failed or did not answer in time. Nothing is lost by it: the sweep repairs. */
public final class SeatMapUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SeatMapUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
