package io.seatlog.proof.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Makes, run after run, every list of choices that begins alike: each run repeats the one before up to the last choice that
 * had another possibility, takes the next one there, and then the first of everything.
 */
final class EveryChoice implements Choices {
    private int[] made = new int[64];
    private int[] bounds = new int[64];
    private int count;
    private int fixed;
    private int given;
    private int faultsLeft;

    @Override
    public int next(int bound) {
        if (count == made.length) {
            made = Arrays.copyOf(made, count * 2);
            bounds = Arrays.copyOf(bounds, count * 2);
        }
        if (count >= given) {
            made[count] = 0;
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

    /** Whether what comes next is what the runs of this beginning differ in. */
    boolean isAtBeginning() {
        return count == fixed;
    }

    /** What was chosen in this run so far; no choice has more than 128 possibilities. */
    byte[] made() {
        byte[] choices = new byte[count];
        for (int i = 0; i < count; i++) {
            choices[i] = (byte) made[i];
        }
        return choices;
    }

    /** All runs from now on begin like this. */
    void beginWith(byte[] choices) {
        while (made.length < choices.length) {
            made = new int[made.length * 2];
            bounds = new int[made.length];
        }
        for (int i = 0; i < choices.length; i++) {
            made[i] = choices[i];
        }
        count = 0;
        fixed = choices.length;
        given = fixed;
    }

    /** Prepares the next run. @return whether there is one */
    boolean advance() {
        int last = count - 1;
        while (last >= fixed && made[last] + 1 >= bounds[last]) {
            last--;
        }
        count = 0;
        given = last + 1;
        if (last >= fixed) {
            made[last]++;
        }
        return last >= fixed;
    }
}
