package io.seatlog.kernel.id;

/**
 * The one clock of bookings, seats and maps: {@code generation·2^40 + offset} of the command that made the change.
 * It fits 48 bits, so it is exact in JavaScript, in Lua and in the header of a seat map. Within one partition it never
 * goes back; a replaced log starts a new, higher generation.
 */
public final class Version {
    /** "Never changed": lower than every version of a command. Generations start at 1. */
    public static final long NONE = 0;
    public static final int MAX_GENERATION = 255;
    private static final int OFFSET_BITS = 40;
    private static final long OFFSET_MAX = (1L << OFFSET_BITS) - 1;

    private Version() {}

    public static long of(int generation, long offset) {
        if (generation < 1 || generation > MAX_GENERATION || offset < 0 || offset > OFFSET_MAX) {
            throw new IllegalArgumentException("no version for generation " + generation + ", offset " + offset);
        }
        return (long) generation << OFFSET_BITS | offset;
    }

    public static int generation(long version) {
        return (int) (version >>> OFFSET_BITS);
    }

    public static long offset(long version) {
        return version & OFFSET_MAX;
    }
}
