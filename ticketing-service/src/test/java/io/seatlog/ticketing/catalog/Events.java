package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.seating.SeatingPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;

/** Events for tests of rules. */
final class Events {
    static final UUID ID = new UUID(1, 1);
    static final Instant ON_SALE_AT = Instant.parse("2027-01-01T00:00:00Z");
    static final Instant OFF_SALE_AT = Instant.parse("2027-02-01T00:00:00Z");

    private Events() {}

    /** Sections A and B with two subsections each, ids 1 to 4 in partitions 1 to 4. */
    static Event event(boolean draft, Sale sale, boolean cancelled) {
        var sections = new LinkedHashMap<String, Section>();
        int id = 0;
        for (var name : new String[]{"A", "B"}) {
            var subsections = new LinkedHashMap<String, Subsection>();
            for (var number : new String[]{"1", "2"}) {
                id++;
                subsections.put(number, new Subsection(id, ID, name, number, id, new SeatingPlan(5, 10)));
            }
            sections.put(name, new Section(name, id * 100, new SeatingPlan(5, 10), subsections));
        }
        return new Event(ID, 7, "olga", "Show", "", "Hall", OFF_SALE_AT, ON_SALE_AT, OFF_SALE_AT, "EUR", 10, 0, 600,
                draft, sale, cancelled, 3, draft ? 0 : 3, sections);
    }
}
