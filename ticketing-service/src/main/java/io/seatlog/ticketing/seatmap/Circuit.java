package io.seatlog.ticketing.seatmap;

/**
 * Keeps calls away from a store that does not answer: after a failure none is let through for a while, then one, whose
 * result decides. Thread-safe.
 */
final class Circuit {
    private final long openNanos;
    private boolean open;
    private long nextTryAt;

    Circuit(long openNanos) {
        this.openNanos = openNanos;
    }

    /** @return whether the caller may call; the caller that is let through reports how it went */
    synchronized boolean allows(long nowNanos) {
        if (!open) {
            return true;
        }
        if (nowNanos - nextTryAt < 0) {
            return false;
        }
        nextTryAt = nowNanos + openNanos;
        return true;
    }

    /** @return whether this ended an outage */
    synchronized boolean succeeded() {
        boolean ended = open;
        open = false;
        return ended;
    }

    /** @return whether this began an outage */
    synchronized boolean failed(long nowNanos) {
        boolean began = !open;
        open = true;
        nextTryAt = nowNanos + openNanos;
        return began;
    }

    synchronized boolean isOpen() {
        return open;
    }
}
