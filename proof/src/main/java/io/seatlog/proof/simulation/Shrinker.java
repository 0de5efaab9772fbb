package io.seatlog.proof.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Makes a list of choices shorter and quieter as long as the simulation still fails: without stretches of it, with zeros in
 * place of them, with smaller numbers. What is left is what the failure needs.
 */
final class Shrinker {
    private final Predicate<int[]> fails;
    private final long deadline;

    /** @param fails whether a simulation of these choices breaks a promise */
    Shrinker(Predicate<int[]> fails, Duration atMost) {
        this.fails = fails;
        deadline = System.nanoTime() + atMost.toNanos();
    }

    int[] shrink(int[] failing) {
        int[] best = failing;
        boolean smaller = true;
        while (smaller && inTime()) {
            int[] before = best;
            for (int size = Math.max(1, best.length / 2); size >= 1 && inTime(); size /= 2) {
                best = withoutStretches(best, size);
            }
            for (int size = Math.max(1, best.length / 8); size >= 1 && inTime(); size /= 2) {
                best = withZeros(best, size);
            }
            best = withSmallerNumbers(best);
            smaller = !Arrays.equals(before, best);
        }
        return best;
    }

    private boolean inTime() {
        return System.nanoTime() - deadline < 0;
    }

    private int[] withoutStretches(int[] from, int size) {
        int[] best = from;
        for (int at = best.length - size; at >= 0 && inTime(); at -= size) {
            if (at + size > best.length) {
                continue;
            }
            int[] shorter = new int[best.length - size];
            System.arraycopy(best, 0, shorter, 0, at);
            System.arraycopy(best, at + size, shorter, at, best.length - at - size);
            best = fails.test(shorter) ? shorter : best;
        }
        return best;
    }

    private int[] withZeros(int[] from, int size) {
        int[] best = from;
        for (int at = 0; at < best.length && inTime(); at += size) {
            int[] quieter = best.clone();
            Arrays.fill(quieter, at, Math.min(best.length, at + size), 0);
            best = !Arrays.equals(quieter, best) && fails.test(quieter) ? quieter : best;
        }
        return best;
    }

    private int[] withSmallerNumbers(int[] from) {
        int[] best = from;
        for (int at = 0; at < best.length && inTime(); at++) {
            for (int smaller : new int[]{1, best[at] / 2, best[at] - 1}) {
                if (smaller > 0 && smaller < best[at]) {
                    int[] other = best.clone();
                    other[at] = smaller;
                    best = fails.test(other) ? other : best;
                }
            }
        }
        return best;
    }
}
