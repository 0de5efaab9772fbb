package io.seatlog.localstack;

import io.seatlog.localstack.Faults.Fault;
import io.seatlog.localstack.Faults.Kind;
import io.seatlog.localstack.crowd.Crowd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a fault run came to.
 *
 * @param faults in the order of their first strike
 * @param findings broken promises in words; none is a pass
 */
record FaultReport(long seed, double minutes, int perSecond, Map<String, Long> buyers, Map<Kind, Integer> strikes,
        List<OfFault> faults, List<String> findings, String certificate) {

    /**
     * @param waitMillis the longest that a buyer had to wait for the first word of a booking, counted from the strike where
     * that is later: of each strike one
     * @param recoveryMillis from the strike to the word for the last buyer who waited for more than a second
     */
    record OfFault(String name, String what, int strikes, Spread waitMillis, Spread recoveryMillis) {}

    record Spread(long p50, long max) {
        static Spread of(List<Long> values) {
            List<Long> ascending = values.stream().sorted().toList();
            return ascending.isEmpty()
                    ? new Spread(0, 0)
                    : new Spread(ascending.get((ascending.size() - 1) / 2), ascending.getLast());
        }
    }

    /** One fault at one moment, by {@link System#nanoTime}. */
    record Struck(Fault fault, long at) {}

    private static final long A_SECOND = 1_000_000_000L;

    static List<OfFault> measure(List<Struck> struck, List<Crowd.Waiting> buyers) {
        Map<Fault, List<Long>> waits = new LinkedHashMap<>();
        Map<Fault, List<Long>> recoveries = new LinkedHashMap<>();
        for (int i = 0; i < struck.size(); i++) {
            long from = struck.get(i).at();
            long to = i + 1 < struck.size() ? struck.get(i + 1).at() : Long.MAX_VALUE;
            long wait = 0;
            long recovery = 0;
            for (Crowd.Waiting buyer : buyers) {
                if (buyer.isTold() && buyer.toldAt() - from > 0 && buyer.since() - to < 0) {
                    long until = Math.min(buyer.toldAt(), to); // What comes after is of the next fault.
                    long waited = until - Math.max(buyer.since(), from);
                    wait = Math.max(wait, waited);
                    recovery = waited > A_SECOND ? Math.max(recovery, until - from) : recovery;
                }
            }
            Fault fault = struck.get(i).fault();
            waits.computeIfAbsent(fault, _ -> new ArrayList<>()).add(wait / 1_000_000);
            recoveries.computeIfAbsent(fault, _ -> new ArrayList<>()).add(recovery / 1_000_000);
        }
        return waits.entrySet().stream().map(of -> new OfFault(of.getKey().name(), of.getKey().what(),
                of.getValue().size(), Spread.of(of.getValue()),
                Spread.of(recoveries.getOrDefault(of.getKey(), List.of())))).toList();
    }

    void print(Console console) {
        console.line("");
        console.line(String.format(Locale.ROOT, "%-20s %7s  %-21s  %-21s", "fault", "strikes", "longest wait p50/max",
                "recovery p50/max"));
        faults.forEach(of -> console.line(String.format(Locale.ROOT, "%-20s %7d  %8s / %8s    %8s / %8s", of.name(),
                of.strikes(), seconds(of.waitMillis().p50()), seconds(of.waitMillis().max()),
                seconds(of.recoveryMillis().p50()), seconds(of.recoveryMillis().max()))));
        console.line("");
        console.line("strikes: " + strikes + ", in " + String.format(Locale.ROOT, "%.1f min at %d buyers a second",
                minutes, perSecond));
        buyers.forEach((what, times) -> console.line(String.format(Locale.ROOT, "  %8d  %s", times, what)));
        console.line(findings.isEmpty()
                ? "Nothing was lost, doubled or stuck, and the money is where the seats are: " + certificate
                : findings.size() + " findings:");
        findings.stream().limit(50).forEach(finding -> console.line("  " + finding));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
