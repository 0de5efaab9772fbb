package io.seatlog.proof.history;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a check found.
 *
 * @param records of each kind
 * @param findings at most {@link #MOST_OF_A_RULE} of a rule
 * @param counts all findings of every rule that ran; 0 is a pass
 * @param notRun why a rule did not run, which is no pass
 */
public record Report(Coverage coverage, boolean drained, Map<Coverage.Kind, Long> records, List<Finding> findings,
        Map<Rule, Long> counts, Map<Rule, String> notRun) {
    public static final int MOST_OF_A_RULE = 100;

    public Report {
        records = Collections.unmodifiableMap(new EnumMap<>(records));
        findings = List.copyOf(findings);
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
        notRun = Collections.unmodifiableMap(new EnumMap<>(notRun));
    }

    /** Whether nothing was found by what ran; look at {@link #notRun} too. */
    public boolean clean() {
        return counts.values().stream().allMatch(count -> count == 0);
    }

    /** All of it in words, a line each. */
    public String text() {
        var text = new StringBuilder("History: ").append(records.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", ")))
                .append(drained ? "; at rest at its end\n" : "; not known to be at rest at its end\n");
        for (var rule : Rule.values()) {
            var why = notRun.get(rule);
            long count = counts.getOrDefault(rule, 0L);
            text.append(why != null ? "not run " : count == 0 ? "holds   " : "BROKEN  ").append(rule).append("  ")
                    .append(rule.promise()).append(why != null ? " (" + why + ")" : count == 0 ? "" : ": " + count)
                    .append('\n');
        }
        findings.forEach(finding -> text.append(finding).append('\n'));
        return text.toString();
    }
}
