package io.seatlog.proof.history;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tickets of each limited buyer of an event: BUYER_LIMIT and BUYER_ROWS.
 *
 * <p>Partitions have no common order, so that only two things can be said: the tickets that a buyer takes in one
 * partition never go above the limit in force there, and all together are, at the end, not more than the highest limit
 * under which any was taken (a limit that is lowered takes no tickets away).
 */
final class BuyerPass implements Consumer<Tickets> {
    private final Findings findings;
    private @Nullable Tickets former;
    private int taken;
    private int takenInPartition;
    private int highestLimit;
    private boolean row;

    BuyerPass(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void accept(Tickets change) {
        if (former == null || !former.buyer().equals(change.buyer()) || !former.eventId().equals(change.eventId())) {
            end();
        } else if (former.partition() != change.partition()) {
            takenInPartition = 0;
        }
        former = change;
        if (change.partition() == Tickets.ROW) {
            row(change);
            return;
        }
        taken += change.delta();
        takenInPartition += change.delta();
        if (change.delta() > 0) {
            highestLimit = Math.max(highestLimit, change.limit());
            if (takenInPartition > change.limit()) {
                findings.add(Rule.BUYER_LIMIT, subject(change), "has " + takenInPartition + " tickets in partition "
                        + change.partition() + ", allowed are " + change.limit(), change.version());
            }
        }
    }

    private void row(Tickets counted) {
        if (row) {
            findings.add(Rule.BUYER_ROWS, subject(counted), "two rows");
        } else if (counted.delta() != taken) {
            findings.add(Rule.BUYER_ROWS, subject(counted),
                    "the row says " + counted.delta() + ", the outcomes " + taken);
        }
        row = true;
    }

    /** After the last of a buyer. */
    void end() {
        if (former != null) {
            if (taken > highestLimit) {
                findings.add(Rule.BUYER_LIMIT, subject(former),
                        "has " + taken + " tickets, never allowed were more than " + highestLimit);
            }
            if (!row && taken != 0) {
                findings.add(Rule.BUYER_ROWS, subject(former), "has " + taken + " tickets and no row");
            }
        }
        former = null;
        taken = 0;
        takenInPartition = 0;
        highestLimit = 0;
        row = false;
    }

    private static String subject(Tickets tickets) {
        return tickets.buyer() + " in " + tickets.eventId();
    }
}
