package io.seatlog.proof.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The only source of chance of a simulation. Choices are made so that 0 is the quietest of the possibilities: a list of
 * choices with more zeros is a simpler history, which is what shrinking works with.
 */
public interface Choices {
    /** @return from 0 to bound - 1 */
    int next(int bound);

    /** Whether the simulation goes on. */
    boolean more();

    /** Of which nothing depends but how long something takes. */
    default RandomGenerator jitter() {
        return new SplittableRandom(next(1_000));
    }

    /** True once in so many times. */
    default boolean oneIn(int times) {
        return next(times) == times - 1;
    }

    default <T> T of(List<T> list) {
        return list.get(next(list.size()));
    }
}
