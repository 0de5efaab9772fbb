package io.seatlog.proof.simulation;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Numbers of states, at some 16 to 32 bytes each. Safe on any thread. */
final class StateSet {
    private static final int STRIPES = 64;
    private static final int SMALLEST = 1 << 10;
    private final Stripe[] stripes = new Stripe[STRIPES];
    private final LongAdder size = new LongAdder();

    StateSet() {
        Arrays.setAll(stripes, _ -> new Stripe());
    }

    /** @return whether it is new */
    boolean add(long hash) {
        // Nothing is told from the one number that stands for an empty place.
        long state = hash == 0 ? 1 : hash;
        boolean added = stripes[(int) (state >>> 58)].add(state);
        if (added) {
            size.increment();
        }
        return added;
    }

    long size() {
        return size.sum();
    }

    /** Open addressing with linear probing, never more than half full. */
    private static final class Stripe {
        private long[] table = new long[SMALLEST];
        private int count;

        synchronized boolean add(long state) {
            int at = place(table, state);
            if (table[at] == state) {
                return false;
            }
            table[at] = state;
            count++;
            if (count > table.length / 2) {
                var larger = new long[table.length * 2];
                for (long each : table) {
                    larger[place(larger, each)] = each;
                }
                table = larger;
            }
            return true;
        }

        private static int place(long[] table, long state) {
            int at = (int) state & table.length - 1;
            while (table[at] != 0 && table[at] != state) {
                at = at + 1 & table.length - 1;
            }
            return at;
        }
    }
}
