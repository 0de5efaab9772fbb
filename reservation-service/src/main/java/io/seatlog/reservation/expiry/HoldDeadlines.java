package io.seatlog.reservation.expiry;

import io.seatlog.kernel.message.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The deadlines of the next seconds, earliest first, and what was asked of the log about them. Losing any of it delays a
 * release and does no harm: the next reading finds it again. Thread-safe; nothing here waits.
 */
public final class HoldDeadlines {
    /**
     * Holds asked about and not answered. They are decided before the buyers who come after them, so this is what a flood
     * of deadlines may cost a buyer.
     */
    static final int MOST_ASKED = 2_000;
    /** An answer that takes longer is not waited for: the command may be lost. */
    static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);
    /** A deadline that the log's clock has not reached yet is tried again after this. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    private final TreeSet<Hold> byTime = new TreeSet<>(
            Comparator.comparing(Hold::until).thenComparing(Hold::bookingId));
    private final Map<UUID, Hold> byBooking = new HashMap<>();
    private final Map<Integer, Asked> asked = new HashMap<>();
    private int askedHolds;
    private volatile Instant horizon = Instant.MIN;

    private record Asked(int holds, Instant giveUpAt) {}

    /** What is to be put on the log. */
    record Question(Command.ExpireHolds command, Hold first) {}

    /** Whether a deadline is so near that {@link #join} is to be called; a cheap question for every new hold. */
    public boolean isNear(Instant until) {
        return until.isBefore(horizon);
    }

    /** A hold as the database has it now; replaces what was known of it. */
    public synchronized void join(Hold hold) {
        leave(hold.bookingId());
        byBooking.put(hold.bookingId(), hold);
        byTime.add(hold);
    }

    /** The booking is not held any more, or much longer. */
    public synchronized void leave(UUID bookingId) {
        var before = byBooking.remove(bookingId);
        if (before != null) {
            byTime.remove(before);
        }
    }

    /** The log has answered; what it left held is asked about again a little later. */
    public synchronized void answered(Command.ExpireHolds command, Instant now) {
        var again = now.plus(ASK_AGAIN_AFTER);
        for (var id : command.bookingIds()) {
            var still = byBooking.get(id);
            if (still != null && still.until().isBefore(again)) {
                join(still.askedAgainAt(again));
            }
        }
        unasked(command.subsectionId());
    }

    /** The command may not be on the log. */
    synchronized void unasked(int subsectionId) {
        var before = asked.remove(subsectionId);
        askedHolds -= before == null ? 0 : before.holds();
    }

    /**
     * From now on every new hold that ends before this joins by itself. To be called before the stored ones are read, so
     * that none is missed between.
     */
    void widen(Instant until) {
        horizon = until;
    }

    synchronized void joinAll(Collection<Hold> holds) {
        holds.forEach(this::join);
    }

    /** What to ask now: earliest first, one question a subsection, and few at once. @param owned others are forgotten */
    synchronized List<Question> due(Instant now, Set<Integer> owned) {
        asked.entrySet().removeIf(entry -> {
            boolean late = !now.isBefore(entry.getValue().giveUpAt());
            askedHolds -= late ? entry.getValue().holds() : 0;
            return late;
        });
        var chosen = new LinkedHashMap<Integer, List<Hold>>();
        var foreign = new ArrayList<Hold>();
        int room = MOST_ASKED - askedHolds;
        for (var hold : byTime) {
            if (room == 0 || hold.until().isAfter(now)) {
                break;
            }
            if (!owned.contains(hold.partition())) {
                foreign.add(hold);
            } else if (!asked.containsKey(hold.subsectionId())) {
                var together = chosen.computeIfAbsent(hold.subsectionId(), _ -> new ArrayList<>());
                if (together.size() < Command.ExpireHolds.MOST) {
                    together.add(hold);
                    room--;
                }
            }
        }
        foreign.forEach(hold -> leave(hold.bookingId()));
        return chosen.values().stream().map(holds -> ask(holds, now)).toList();
    }

    synchronized int size() {
        return byBooking.size();
    }

    private Question ask(List<Hold> holds, Instant now) {
        var first = holds.getFirst();
        asked.put(first.subsectionId(), new Asked(holds.size(), now.plus(ANSWERED_WITHIN)));
        askedHolds += holds.size();
        return new Question(new Command.ExpireHolds(first.subsectionId(), holds.stream().map(Hold::bookingId).toList()),
                first);
    }
}
