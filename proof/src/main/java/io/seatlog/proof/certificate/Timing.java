package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How long requests waited between their append to the log and the append of their outcome, and how many were decided
 * when. Both are the broker's clock, to the millisecond. Its memory depends on neither the number nor the times.
 */
final class Timing {
    static final int BUCKETS = 120;
    private static final long LONGEST_MILLIS = 7L * 24 * 3_600_000;
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 100};
    private final Histogram waited = new Histogram(LONGEST_MILLIS, 3);
    private final long from;
    private final long width;
    private final long[] held = new long[BUCKETS];
    private final long[] rejected = new long[BUCKETS];
    private final long[] asked = new long[BUCKETS];
    private long unknown;

    /** @param from the first request, in Unix milliseconds; {@code to} the last */
    Timing(long from, long to) {
        this.from = from;
        // Whole seconds, so that a chart of decisions per second never divides what nobody saw.
        this.width = Math.max(1, (Math.max(0, to - from) / 1000 + BUCKETS) / BUCKETS) * 1000;
    }

    /**
     * @param percentilesMillis 50, 75, … 100: so many of a hundred waited no longer
     * @param measured requests of which both times are known
     * @param unknown decided requests of which one is not
     */
    public record Waited(long measured, long unknown, double meanMillis, Map<String, Long> percentilesMillis) {}

    /**
     * @param seconds of each part
     * @param parts those after the last with anything in it are left out
     */
    public record Course(Instant from, long seconds, List<Part> parts) {}

    /** Numbers of one part of the sale. */
    public record Part(Instant from, long requested, long held, long rejected) {}

    void requested(long at) {
        asked[bucket(at)]++;
    }

    void decided(long askedAt, long publishedAt, Outcome outcome) {
        boolean known = publishedAt != Entry.UNKNOWN;
        if (known) {
            waited.recordValue(Math.clamp(publishedAt - askedAt, 0, LONGEST_MILLIS));
        } else {
            unknown++;
        }
        (outcome instanceof Outcome.SeatsHeld ? held : rejected)[bucket(known ? publishedAt : askedAt)]++;
    }

    private int bucket(long at) {
        return (int) Math.clamp((at - from) / width, 0, BUCKETS - 1);
    }

    Waited waited() {
        var percentiles = new TreeMap<String, Long>((one, other) -> Double.compare(Double.parseDouble(one),
                Double.parseDouble(other)));
        if (waited.getTotalCount() > 0) {
            for (double percentile : PERCENTILES) {
                percentiles.put(percentile % 1 == 0 ? Long.toString((long) percentile) : Double.toString(percentile),
                        Math.min(waited.getValueAtPercentile(percentile), waited.getMaxValue()));
            }
        }
        return new Waited(waited.getTotalCount(), unknown,
                waited.getTotalCount() == 0 ? 0 : Math.round(waited.getMean() * 10) / 10.0, percentiles);
    }

    Course course() {
        int used = 0;
        for (int i = 0; i < BUCKETS; i++) {
            used = asked[i] + held[i] + rejected[i] > 0 ? i + 1 : used;
        }
        var parts = new ArrayList<Part>();
        for (int i = 0; i < used; i++) {
            parts.add(new Part(Instant.ofEpochMilli(from + i * width), asked[i], held[i], rejected[i]));
        }
        return new Course(Instant.ofEpochMilli(from), width / 1000, parts);
    }
}
