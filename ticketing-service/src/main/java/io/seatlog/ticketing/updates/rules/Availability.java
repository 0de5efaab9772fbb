package io.seatlog.ticketing.updates.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The free seats of one event's subsections as its viewers were told them. A count goes out when it differs from the
 * last one; a count read for a lower version than the last is old and says nothing.
 */
public final class Availability {
    private final Map<Integer, Count> told = new LinkedHashMap<>();

    public record Count(long version, int free) {}

    /** @return those of the counts that the viewers do not know yet, by subsection id */
    public Map<Integer, Count> changes(Map<Integer, Count> now) {
        var changes = new LinkedHashMap<Integer, Count>();
        now.forEach((subsectionId, count) -> {
            var before = told.get(subsectionId);
            if (before == null || count.version() >= before.version()) {
                told.put(subsectionId, count);
                if (before == null || count.free() != before.free()) {
                    changes.put(subsectionId, count);
                }
            }
        });
        return changes;
    }

    /** @return everything told so far: what a new viewer starts with */
    public Map<Integer, Count> all() {
        return Map.copyOf(told);
    }
}
