package io.seatlog.reservation.expiry;

import io.seatlog.kernel.message.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
     * Holds asked about and not answered, as long as an answer may be expected soon. They are decided before the buyers who
     * come after them, so this is what a flood of deadlines may cost a buyer.
     */
    static final int MOST_ASKED = 2_000;
    /** Of one partition, however long it is silent. With ten looks a second, a thousand holds a second and partition. */
    static final int MOST_ASKED_OF_PARTITION = 100;
    /** Whoever has not answered by then does not keep the others waiting. */
    static final Duration ANSWERED_SOON = Duration.ofSeconds(2);
    /** Longer than the producer tries to deliver: then the command may be lost. */
    static final Duration ANSWERED_WITHIN = Duration.ofSeconds(12);
    /** After a question without an answer, doubling with each up to the longest. */
    static final Duration SILENCE = Duration.ofSeconds(1);
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    /** A deadline that the log's clock has not reached yet is tried again after this. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final int SLICE = 500;
    private final TreeSet<Hold> byTime = new TreeSet<>(
            Comparator.comparing(Hold::until).thenComparing(Hold::bookingId));
    private final Map<UUID, Hold> byBooking = new HashMap<>();
    private final Map<Integer, Asked> asked = new HashMap<>();
    private final Map<Integer, Duration> silences = new HashMap<>();
    private volatile Instant horizon = Instant.MIN;

    private record Asked(Question question, Instant at) {
        int holds() {
            return question.command().bookingIds().size();
        }
    }

    /** What is to be put on the log. */
    record Question(Command.ExpireHolds command, Hold first) {}

    /** Whether a deadline is so near that {@link #join} is to be called; a cheap question for every new hold. */
    public boolean isNear(Instant until) {
        return until.isBefore(horizon);
    }

    /** A hold as the database has it now; replaces what was known of it. */
    public synchronized void join(Hold hold) {
        if (!hold.equals(byBooking.get(hold.bookingId()))) {
            leave(hold.bookingId());
            byBooking.put(hold.bookingId(), hold);
            byTime.add(hold);
        }
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
        askAgain(command, now.plus(ASK_AGAIN_AFTER));
        silences.remove(command.subsectionId());
        unasked(command);
    }

    /** The command may not be on the log. */
    synchronized void unasked(Command.ExpireHolds command) {
        var before = asked.get(command.subsectionId());
        if (before != null && before.question().command().equals(command)) {
            asked.remove(command.subsectionId());
        }
    }

    private void askAgain(Command.ExpireHolds command, Instant at) {
        for (var id : command.bookingIds()) {
            var still = byBooking.get(id);
            if (still != null && still.until().isBefore(at)) {
                join(still.askedAgainAt(at));
            }
        }
    }

    /**
     * From now on every new hold that ends before this joins by itself. To be called before the stored ones are read, so
     * that none is missed between.
     */
    void widen(Instant until) {
        horizon = until;
    }

    /** In slices, so that no partition's thread waits long at the door. */
    void joinAll(List<Hold> holds) {
        for (int from = 0; from < holds.size(); from += SLICE) {
            joinSlice(holds.subList(from, Math.min(holds.size(), from + SLICE)));
        }
    }

    /** What is known already is no older than what was read, and may wait to be asked again. */
    private synchronized void joinSlice(List<Hold> holds) {
        holds.stream().filter(hold -> !byBooking.containsKey(hold.bookingId())).forEach(this::join);
    }

    /** What to ask now: earliest first, one question a subsection, and few at once. @param owned others are forgotten */
    synchronized List<Question> due(Instant now, Set<Integer> owned) {
        giveUp(now);
        var expected = now.minus(ANSWERED_SOON);
        int room = MOST_ASKED;
        var ofPartition = new HashMap<Integer, Integer>();
        for (var each : asked.values()) {
            room -= each.at().isAfter(expected) ? each.holds() : 0;
            ofPartition.merge(each.question().first().partition(), each.holds(), Integer::sum);
        }
        var chosen = new LinkedHashMap<Integer, List<Hold>>();
        var foreign = new ArrayList<Hold>();
        for (var hold : byTime) {
            if (room <= 0 || hold.until().isAfter(now)) {
                break;
            }
            int partition = hold.partition();
            if (!owned.contains(partition)) {
                foreign.add(hold);
            } else if (!asked.containsKey(hold.subsectionId())
                    && ofPartition.getOrDefault(partition, 0) < MOST_ASKED_OF_PARTITION) {
                chosen.computeIfAbsent(hold.subsectionId(), _ -> new ArrayList<>()).add(hold);
                ofPartition.merge(partition, 1, Integer::sum);
                room--;
            }
        }
        foreign.forEach(hold -> leave(hold.bookingId()));
        return chosen.values().stream().map(holds -> ask(holds, now)).toList();
    }

    private void giveUp(Instant now) {
        var lost = asked.values().stream().filter(each -> !now.isBefore(each.at().plus(ANSWERED_WITHIN))).toList();
        for (var each : lost) {
            int subsection = each.question().command().subsectionId();
            var silence = silences.merge(subsection, SILENCE, (before, _) -> before.multipliedBy(2)
                    .compareTo(LONGEST_SILENCE) < 0 ? before.multipliedBy(2) : LONGEST_SILENCE);
            asked.remove(subsection);
            askAgain(each.question().command(), now.plus(silence));
        }
    }

    synchronized int size() {
        return byBooking.size();
    }

    private Question ask(List<Hold> holds, Instant now) {
        var first = holds.getFirst();
        var question = new Question(
                new Command.ExpireHolds(first.subsectionId(), holds.stream().map(Hold::bookingId).toList()), first);
        asked.put(first.subsectionId(), new Asked(question, now));
        return question;
    }
}
