package io.seatlog.proof.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Choices drawn from a seed, remembered so that they can be replayed and shrunk. */
final class SeededChoices implements Choices {
    private final SplittableRandom random;
    private int[] made = new int[1024];
    private int count;
    private int left;

    /** @param steps how often {@link #more} says yes */
    SeededChoices(long seed, int steps) {
        random = new SplittableRandom(seed);
        left = steps;
    }

    @Override
    public int next(int bound) {
        return remember(random.nextInt(bound));
    }

    @Override
    public boolean more() {
        return remember(left-- > 0 ? 1 : 0) == 1;
    }

    private int remember(int choice) {
        if (count == made.length) {
            made = Arrays.copyOf(made, count * 2);
        }
        made[count++] = choice;
        return choice;
    }

    int[] made() {
        return Arrays.copyOf(made, count);
    }
}
