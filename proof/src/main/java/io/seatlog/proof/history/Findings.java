package io.seatlog.proof.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what the checks find. A rule that does not run finds nothing, so that checks need not ask. */
final class Findings {
    private final Map<Rule, String> notRun = new EnumMap<>(Rule.class);
    private final Set<Rule> running = EnumSet.noneOf(Rule.class);
    private final Map<Rule, List<Finding>> kept = new EnumMap<>(Rule.class);
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);

    Findings(Coverage coverage, boolean drained) {
        for (var rule : Rule.values()) {
            var missing = EnumSet.copyOf(rule.needs());
            missing.removeAll(coverage.kinds());
            if (!missing.isEmpty()) {
                notRun.put(rule, missing.stream().map(Enum::name).collect(Collectors.joining(", ", "without ", "")));
            } else if (rule.atRest() && !drained) {
                notRun.put(rule, "the run was not at rest at its end");
            } else {
                running.add(rule);
                counts.put(rule, 0L);
            }
        }
    }

    boolean runs(Rule rule) {
        return running.contains(rule);
    }

    void add(Rule rule, Object subject, String what, Long... versions) {
        if (!running.contains(rule)) {
            return;
        }
        counts.merge(rule, 1L, Long::sum);
        var ofRule = kept.computeIfAbsent(rule, _ -> new ArrayList<>());
        if (ofRule.size() < Report.MOST_OF_A_RULE) {
            ofRule.add(new Finding(rule, subject.toString(), what, List.of(versions)));
        }
    }

    Report report(Coverage coverage, boolean drained, Map<Coverage.Kind, Long> records) {
        return new Report(coverage, drained, records, kept.values().stream().flatMap(List::stream).toList(), counts,
                notRun);
    }
}
