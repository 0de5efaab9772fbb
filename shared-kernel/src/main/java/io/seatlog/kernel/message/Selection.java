package io.seatlog.kernel.message;

/** Who chooses the seats: the service, or the buyer. */
public enum Selection {
    BEST_AVAILABLE,
    MANUAL
}
