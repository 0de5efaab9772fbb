package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.ticketing.problem.Violations;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seats of one subsection, to be kept for the house or given back; as sent. */
@Schema(name = "SeatsOfTheHouse", additionalProperties = Schema.AdditionalPropertiesValue.FALSE, requiredProperties = {
        "section", "subsection", "seats"})
record HouseSeatsRequest(@Schema(pattern = "^[A-Za-z0-9]{1,12}$") @Nullable String section,
        @Schema(pattern = "^[A-Za-z0-9]{1,12}$") @Nullable String subsection,
        @ArraySchema(arraySchema = @Schema(description = "Labels row-seat, each once"), schema = @Schema(example = "4-11"), minItems = 1, maxItems = HouseSeatsRequest.MOST, uniqueItems = true) @Nullable List<@Nullable String> seats) {
    /** All of a rectangle. */
    static final int MOST = SeatingPlan.MAX_RECTANGLE;

    /** What can be checked without knowing the event. */
    void validate() {
        var violations = new Violations();
        violations.present(section, "section");
        violations.present(subsection, "subsection");
        violations.present(seats, "seats");
        violations.require(seats == null || !seats.isEmpty() && seats.size() <= MOST, "seats", "must be 1 to " + MOST);
        violations.raise();
    }
}
