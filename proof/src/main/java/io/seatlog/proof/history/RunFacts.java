package io.seatlog.proof.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is said once of a run: known when all records were read, before the first check. */
final class RunFacts {
    private final Map<Integer, Instant> logTimes = new TreeMap<>();
    private boolean ended;
    private boolean drained = true;
    private Duration grace = Duration.ZERO;

    /** Several recorders may each say how their part ended: at rest is only what all found at rest. */
    void add(HistoryRecord.End end) {
        ended = true;
        end.logTimes().forEach(
                (partition, time) -> logTimes.merge(partition, time, (a, b) -> a.isAfter(b) ? a : b));
        drained &= end.drained();
        grace = grace.compareTo(end.grace()) > 0 ? grace : end.grace();
    }

    boolean drained() {
        return ended && drained;
    }

    Duration grace() {
        return grace;
    }

    @Nullable
    Instant logTime(int partition) {
        return logTimes.get(partition);
    }
}
