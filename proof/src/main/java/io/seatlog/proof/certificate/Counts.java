package io.seatlog.proof.certificate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened, in numbers. Bookings, unless said otherwise.
 *
 * @param requests commands that asked for seats
 * @param repeats of those, the ones that said an earlier one again and had no effect
 * @param held got seats
 * @param rejected by reason
 * @param refused commands of any kind without effect, by reason
 * @param expired holds whose time ran out
 * @param cancelled holds and sold bookings that were given back
 * @param released seats given back by holds that kept others
 * @param confirmed paid for, late ones included
 * @param confirmedLate of those, after the hold had ended and its seats were still free
 * @param pending requests that the log had not decided yet
 * @param ticketsSold seats of bookings that are paid for at the end
 * @param seatsBlocked that the house keeps at the end
 * @param revenueMinor what those cost, by currency, in its minor unit
 */
public record Counts(long requests, long repeats, long held, Map<String, Long> rejected, Map<String, Long> refused,
        long expired, long cancelled, long released, long confirmed, long confirmedLate, long pending,
        long ticketsSold, long seatsBlocked, Map<String, Long> revenueMinor) {
    static final Counts NONE = new Counts(0, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    public Counts {
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
        revenueMinor = Collections.unmodifiableMap(new TreeMap<>(revenueMinor));
    }

    public long rejectedInAll() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bookings that were decided. */
    public long decided() {
        return held + rejectedInAll();
    }

    Counts plus(Counts other) {
        return new Counts(requests + other.requests, repeats + other.repeats, held + other.held,
                sum(rejected, other.rejected), sum(refused, other.refused), expired + other.expired,
                cancelled + other.cancelled, released + other.released, confirmed + other.confirmed,
                confirmedLate + other.confirmedLate, pending + other.pending, ticketsSold + other.ticketsSold,
                seatsBlocked + other.seatsBlocked, sum(revenueMinor, other.revenueMinor));
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        var sum = new TreeMap<>(one);
        other.forEach((key, value) -> sum.merge(key, value, Long::sum));
        return sum;
    }
}
