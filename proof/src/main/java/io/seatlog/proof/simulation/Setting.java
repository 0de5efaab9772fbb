package io.seatlog.proof.simulation;

import io.seatlog.kernel.message.Terms;
import java.util.EnumSet;
import java.util.Set;

/**
 * The size of a simulated sale, and what may go wrong in it.
 *
 * @param mostRecords of one poll
 * @param holdSeconds of holds made from now on
 * @param mostPerBuyer tickets, {@link Terms#NO_LIMIT} for no limit
 */
record Setting(int partitions, int subsections, int rows, int seatsPerRow, int mostRecords, int holdSeconds,
        int mostPerBuyer, Set<Fault> faults) {
    Setting {
        faults = Set.copyOf(faults);
    }

    /** Small sales find more than large ones: everything meets everything. */
    static Setting drawnFrom(Choices choices) {
        var faults = EnumSet.noneOf(Fault.class);
        int oneIn = 1 + choices.next(4);
        for (var fault : Fault.values()) {
            if (choices.oneIn(oneIn)) {
                faults.add(fault);
            }
        }
        return new Setting(1 + choices.next(3), 1 + choices.next(4), 1 + choices.next(3), 2 + choices.next(4),
                1 + choices.next(30), 1 + choices.next(20),
                choices.next(3) == 2 ? 1 + choices.next(4) : Terms.NO_LIMIT, faults);
    }

    boolean limitsBuyers() {
        return mostPerBuyer != Terms.NO_LIMIT;
    }

    int seats() {
        return rows * seatsPerRow;
    }
}
