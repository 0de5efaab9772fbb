package io.seatlog.reservation.subsection;

/** Seeds of random tests: new on every run, or the one of {@code -Dseatlog.seed=…} to repeat a failure. */
final class Seeds {
    private Seeds() {}

    static long next() {
        long seed = Long.getLong("seatlog.seed", System.nanoTime());
        System.out.println("seatlog.seed=" + seed);
        return seed;
    }
}
