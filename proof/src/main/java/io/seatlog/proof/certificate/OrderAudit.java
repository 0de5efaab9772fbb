package io.seatlog.proof.certificate;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether every command was decided as the state at its place in the log demands, which is what "nobody was overtaken"
 * means where the log's order is the order of decision.
 *
 * @param redecided commands that were decided again
 * @param differing of those, with another result than was published; and outcomes without a command
 * @param overtaken of those, rejected for want of seats that they could have had
 * @param believed decided as INTERNAL: that the command was poison cannot be told from outside
 * @param elsewhere name a booking of another partition, whose order is not known: not decided again
 * @param unfollowed after an outcome that cannot follow the state: not decided again
 */
public record OrderAudit(long redecided, long differing, long overtaken, long believed, long elsewhere, long unfollowed,
        List<Difference> differences, List<Overtaken> overtakings) {
    static final int SAMPLE = 50;

    public OrderAudit {
        differences = List.copyOf(differences);
        overtakings = List.copyOf(overtakings);
    }

    /** A sample. */
    public record Difference(int subsection, long version, String published, String redecided) {}

    /**
     * A sample.
     *
     * @param seats labels of what it should have got
     * @param by the next booking that got one of those seats; null when nobody did
     */
    public record Overtaken(int subsection, long version, UUID booking, List<String> seats, @Nullable UUID by,
            @Nullable Long byVersion) {}
}
