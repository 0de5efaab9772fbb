package io.seatlog.embedded;

import java.time.Duration;
import java.util.Set;

/**
 * The mode of a {@link FaultyLink}, and where its threads wait while their direction is closed. Thread-safe.
 */
final class LinkGate {

    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /**
     * One mode at a time; a new one replaces all of the old.
     *
     * @param open the directions that move
     * @param takesNew whether new connections are taken
     * @param delayNanos how much later than it was read a chunk is delivered
     */
    record Mode(Set<Direction> open, boolean takesNew, long delayNanos) {

        static final Mode PASS = new Mode(Set.of(Direction.values()), true, 0);
        static final Mode BLACK_HOLE = new Mode(Set.of(), true, 0);
        static final Mode HALF_OPEN = new Mode(Set.of(Direction.TO_SERVER), true, 0);
        static final Mode REFUSE = new Mode(PASS.open, false, 0);

        Mode {
            open = Set.copyOf(open);
            if (delayNanos < 0) {
                throw new IllegalArgumentException("A delay of " + delayNanos + " ns");
            }
        }

        static Mode delayed(Duration oneWay) {
            return new Mode(PASS.open, true, oneWay.toNanos());
        }
    }

    // Volatile, because every chunk looks at it twice and nearly always finds its direction open.
    private volatile Mode mode = Mode.PASS;

    synchronized void set(Mode next) {
        mode = next;
        notifyAll();
    }

    boolean takesNew() {
        return mode.takesNew();
    }

    /** When what was read now is to be delivered, in terms of {@link System#nanoTime()}. */
    long dueNanos() {
        return System.nanoTime() + mode.delayNanos();
    }

    /** Returns when this direction is open. */
    void await(Direction direction) throws InterruptedException {
        if (mode.open().contains(direction)) {
            return;
        }
        synchronized (this) {
            while (!mode.open().contains(direction)) {
                wait();
            }
        }
    }
}
