package io.seatlog.proof.history;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which kinds of record a history has <em>all</em> of; it is recorded with them. A check that needs another kind is named
 * as not run. Several files cover together what each of them covers.
 *
 * @param kinds in the order of their declaration
 */
public record Coverage(Set<Kind> kinds) implements HistoryRecord {
    /** What a history can be complete in. The order is on disk: add at the end. */
    public enum Kind {
        ACCEPTED,
        COMMANDED,
        DECIDED,
        TOLD,
        BOOKINGS,
        CLAIMS,
        SUBSECTIONS,
        BUYERS,
        REFUSALS,
        MAPS,
        CHARGES,
        END
    }

    public Coverage {
        var ordered = EnumSet.noneOf(Kind.class);
        ordered.addAll(kinds);
        kinds = Collections.unmodifiableSet(ordered);
    }

    public static Coverage of(Kind... kinds) {
        return new Coverage(Set.copyOf(List.of(kinds)));
    }

    public static Coverage everything() {
        return new Coverage(EnumSet.allOf(Kind.class));
    }
}
