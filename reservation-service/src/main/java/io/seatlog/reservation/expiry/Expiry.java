package io.seatlog.reservation.expiry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the log to end holds whose time is over. It reads ahead, half a minute of deadlines every quarter of a minute, and
 * at once what came with a new partition; new holds that end within the window join it when they are committed. It never
 * touches what partitions own, and has no authority: the log ends a hold or leaves it.
 *
 * <p>
 * {@link #run} is one pass with at most one query, to be called some ten times a second from one thread.
 */
public final class Expiry implements Runnable {
    static final Duration READ_EVERY = Duration.ofSeconds(15);
    static final Duration WINDOW = Duration.ofSeconds(30);
    /** After a reading that failed, and at the least between any two. */
    static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(1);
    /** Where a partition has more to read than is read at once, the rest is read so long before it is needed. */
    static final Duration READ_AHEAD = Duration.ofSeconds(2);
    /** A producer without brokers takes its time for every record; what was not sent by then waits for the next pass. */
    static final Duration SENT_WITHIN = Duration.ofSeconds(2);
    /** Of one partition at once. */
    static final int MOST_READ = 2_000;
    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private final HoldDeadlines deadlines;
    private final HoldReader holds;
    private final ExpirySender sender;
    private final Supplier<Set<Integer>> partitions;
    private final InstantSource clock;
    private final Set<Integer> covered = new HashSet<>();
    private Instant readAt = Instant.MIN;
    private Instant ranAt = Instant.MIN;
    private boolean failing;

    /** @param partitions those this instance decides now */
    public Expiry(HoldDeadlines deadlines, HoldReader holds, ExpirySender sender, Supplier<Set<Integer>> partitions,
            InstantSource clock) {
        this.deadlines = deadlines;
        this.holds = holds;
        this.sender = sender;
        this.partitions = partitions;
        this.clock = clock;
    }

    @Override
    public void run() {
        var now = clock.instant();
        if (now.isBefore(ranAt)) {
            readAt = now; // The clock was set back.
        }
        ranAt = now;
        var owned = Set.copyOf(partitions.get());
        covered.retainAll(owned);
        if (!owned.isEmpty() && (!now.isBefore(readAt) || !covered.containsAll(owned) && !failing)) {
            read(now, owned);
        }
        var late = now.plus(SENT_WITHIN);
        for (var question : deadlines.due(now, owned)) {
            var first = question.first();
            Runnable failed = () -> deadlines.unasked(question.command());
            if (clock.instant().isAfter(late)) {
                failed.run();
            } else {
                sender.send(question.command(), first.key(), first.partition(), failed);
            }
        }
    }

    private void read(Instant now, Set<Integer> owned) {
        var until = now.plus(WINDOW);
        deadlines.widen(until);
        try {
            var read = holds.endingBefore(until, owned, MOST_READ);
            deadlines.joinAll(read);
            covered.addAll(owned);
            readAt = nextReading(read, now);
            failing = false;
        } catch (HoldsUnavailableException unavailable) {
            readAt = now.plus(READ_AGAIN_AFTER);
            if (!failing) {
                log.warn("Cannot read deadlines of holds; tried again every second: {}", unavailable.getMessage());
            }
            failing = true;
        }
    }

    /** In a quarter of a minute; sooner where a partition had more to read, shortly before the last one read is due. */
    private static Instant nextReading(List<Hold> read, Instant now) {
        var latest = now.plus(READ_EVERY);
        var next = latest;
        for (var ofPartition : read.stream().collect(Collectors.groupingBy(Hold::partition)).values()) {
            if (ofPartition.size() >= MOST_READ) {
                var last = ofPartition.stream().map(Hold::until).max(Comparator.naturalOrder()).orElse(latest);
                next = last.minus(READ_AHEAD).isBefore(next) ? last.minus(READ_AHEAD) : next;
            }
        }
        var earliest = now.plus(READ_AGAIN_AFTER);
        return next.isBefore(earliest) ? earliest : next;
    }
}
