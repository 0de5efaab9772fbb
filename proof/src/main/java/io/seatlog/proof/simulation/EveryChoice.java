package io.seatlog.proof.simulation;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes, run after run, every list of choices that begins alike: each run repeats the one before up to the last choice that
 * had another possibility, takes the next one there, and then the first of everything.
 */
final class EveryChoice implements Choices {
    /**
     * Where runs go on from.
     *
     * @param made the choices that lead there, and those that the next run makes there; no choice has more than 128
     *            possibilities
     * @param length how many of them lead there
     * @param without a bit for each choice that is not to be made there, because it changes nothing
     */
    record State(byte[] made, int length, long without) {
        static final State FIRST = new State(new byte[0], 0, 0);
    }

    private int[] made = new int[64];
    private int[] bounds = new int[64];
    private int count;
    private int fixed;
    private int given;
    private long without;
    private int faultsLeft;

    @Override
    public int next(int bound) {
        if (count == made.length) {
            made = Arrays.copyOf(made, count * 2);
            bounds = Arrays.copyOf(bounds, count * 2);
        }
        if (count >= given) {
            made[count] = count == fixed ? allowed(0) : 0;
            given = count + 1;
        }
        bounds[count] = bound;
        return made[count++];
    }

    @Override
    public boolean more() {
        throw new IllegalStateException("what is explored ends by itself");
    }

    /** How long a process backs off makes no difference to what it may do. */
    @Override
    public RandomGenerator jitter() {
        return () -> 0;
    }

    /** Something goes wrong as often as there are faults left, and at every place. */
    @Override
    public boolean oneIn(int times) {
        boolean happens = faultsLeft > 0 && next(2) == 1;
        faultsLeft -= happens ? 1 : 0;
        return happens;
    }

    int faultsLeft() {
        return faultsLeft;
    }

    /** At the beginning of a run. */
    void faults(int atMost) {
        faultsLeft = atMost;
    }

    /** Whether the run has come to where those of its state differ. */
    boolean isAtState() {
        return count == fixed;
    }

    /** The run goes on from here: a state like any other, whose first choice is to be none of {@code without}. */
    State here(long without) {
        fixed = count;
        this.without = without;
        return new State(made(count), count, without);
    }

    /** What was chosen in this run so far. */
    byte[] made() {
        return made(count);
    }

    private byte[] made(int length) {
        byte[] choices = new byte[length];
        for (int i = 0; i < length; i++) {
            choices[i] = (byte) made[i];
        }
        return choices;
    }

    /** The runs from now on begin like this. */
    void beginWith(State state) {
        while (made.length < state.made().length) {
            made = new int[made.length * 2];
            bounds = new int[made.length];
        }
        for (int i = 0; i < state.made().length; i++) {
            made[i] = state.made()[i];
        }
        count = 0;
        fixed = state.length();
        given = state.made().length;
        without = state.without();
    }

    /** What of the state is left after this run: empty after its last. */
    Optional<State> rest() {
        int last = count - 1;
        while (last >= fixed && after(last) >= bounds[last]) {
            last--;
        }
        if (last < fixed) {
            return Optional.empty();
        }
        var next = made(last + 1);
        next[last] = (byte) after(last);
        return Optional.of(new State(next, fixed, without));
    }

    private int after(int position) {
        return position == fixed ? allowed(made[position] + 1) : made[position] + 1;
    }

    private int allowed(int from) {
        return from < Long.SIZE ? from + Long.numberOfTrailingZeros(~(without >>> from)) : from;
    }
}
