package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.Violations;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The unit of ordering. Nothing of it ever changes.
 *
 * @param partition of the log, chosen when its event was created
 */
public record Subsection(int id, UUID eventId, String section, String name, int partition, SeatingPlan plan) {
    public SubsectionKey key() {
        return new SubsectionKey(eventId, section, name);
    }

    /**
     * The seats of a request's field {@code seats}.
     *
     * @throws ProblemException when a label is no seat here, or there twice
     */
    public Seats seats(List<@Nullable String> labels) {
        var violations = new Violations();
        var numbers = new HashSet<Integer>();
        for (int i = 0; i < labels.size(); i++) {
            var label = labels.get(i);
            var number = label == null ? OptionalInt.empty() : plan.seat(label);
            violations.require(number.isPresent(), "seats[" + i + "]", "is no seat here; rows are 1 to " + plan.rows()
                    + ", seats 1 to " + plan.seatsPerRow() + ", such as 1-" + plan.seatsPerRow());
            violations.require(number.isEmpty() || numbers.add(number.getAsInt()), "seats[" + i + "]",
                    "is there already");
        }
        violations.raise();
        return Seats.of(numbers.stream().mapToInt(Integer::intValue).toArray());
    }
}
