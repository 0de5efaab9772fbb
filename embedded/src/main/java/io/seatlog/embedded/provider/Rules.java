package io.seatlog.embedded.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules that still have calls to come, oldest first. A call gets the effect of one rule at most. Thread-safe. */
final class Rules {
    /** Every call looks at all of them. */
    static final int LIMIT = 1_000;

    private final List<Rule> rules = new ArrayList<>();
    private long added;

    /** The number of the new rule, empty when there are too many. */
    synchronized OptionalLong add(Rule rule) {
        if (rules.size() >= LIMIT) {
            return OptionalLong.empty();
        }
        rules.add(rule);
        return OptionalLong.of(++added);
    }

    /** The first rule that matches has one call less to come. */
    synchronized Optional<Rule> take(Call call) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.matches(call)) {
                if (rule.times() == 1) {
                    rules.remove(i);
                } else {
                    rules.set(i, rule.once());
                }
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    synchronized void clear() {
        rules.clear();
    }
}
