package io.seatlog.proof.history;

import io.seatlog.kernel.id.ErasedBuyer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tickets of each limited buyer of an event: BUYER_LIMIT and BUYER_ROWS.
 *
 * <p>Who was erased has outcomes under one name and a row under another, and nobody knows which belong together: there the
 * rows of all who were erased must be as many tickets as those have who lost theirs.
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
    private int counted;
    private final Map<UUID, Erased> erased = new HashMap<>();

    /** What cannot be told of a single buyer of an event. */
    private static final class Erased {
        private static final int KEPT = 100;
        private int counted;
        private int taken;
        private final List<String> withoutRow = new ArrayList<>();
    }

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

    private void row(Tickets stored) {
        if (row) {
            findings.add(Rule.BUYER_ROWS, subject(stored), "two rows");
        } else if (stored.delta() != taken && !ErasedBuyer.isOne(stored.buyer())) {
            findings.add(Rule.BUYER_ROWS, subject(stored),
                    "the row says " + stored.delta() + ", the outcomes " + taken);
        }
        counted = stored.delta();
        row = true;
    }

    /** After the last of a buyer. */
    void end() {
        if (former != null) {
            if (taken > highestLimit) {
                findings.add(Rule.BUYER_LIMIT, subject(former),
                        "has " + taken + " tickets, never allowed were more than " + highestLimit);
            }
            if (ErasedBuyer.isOne(former.buyer()) || !row && taken != 0) {
                together(former);
            }
        }
        former = null;
        taken = 0;
        takenInPartition = 0;
        highestLimit = 0;
        row = false;
        counted = 0;
    }

    private void together(Tickets of) {
        var event = erased.computeIfAbsent(of.eventId(), _ -> new Erased());
        event.counted += counted;
        event.taken += taken;
        if (!row && event.withoutRow.size() < Erased.KEPT) {
            event.withoutRow.add(subject(of) + " has " + taken + " tickets and no row");
        }
    }

    /** After the last of all. */
    void finish() {
        end();
        erased.forEach((event, of) -> {
            if (of.taken != of.counted) {
                findings.add(Rule.BUYER_ROWS, event,
                        "rows of erased buyers say " + of.counted + " tickets, the outcomes "
                                + of.taken + "; " + String.join("; ", of.withoutRow));
            }
        });
    }

    private static String subject(Tickets tickets) {
        return tickets.buyer() + " in " + tickets.eventId();
    }
}
