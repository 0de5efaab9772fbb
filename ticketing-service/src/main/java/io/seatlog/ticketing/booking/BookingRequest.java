package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.problem.Uuids;
import io.seatlog.ticketing.problem.Violations;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a buyer asks for, as sent. */
@Schema(name = "NewBooking", additionalProperties = Schema.AdditionalPropertiesValue.FALSE, requiredProperties = {
        "eventId", "section", "subsection", "selection"})
record BookingRequest(
        @Schema(format = "uuid", description = "A UUIDv7 made within 24 hours; repeat a request with the same id and it is booked once. "
                + "May be sent as Idempotency-Key instead.") @Nullable String id,
        @Schema(format = "uuid") @Nullable String eventId,
        @Schema(pattern = "^[A-Za-z0-9]{1,12}$") @Nullable String section,
        @Schema(pattern = "^[A-Za-z0-9]{1,12}$") @Nullable String subsection,
        @Schema(minimum = "1", maximum = "10", description = "Tickets; may be left out when seats are given") @Nullable Integer quantity,
        @Nullable Selection selection,
        @ArraySchema(arraySchema = @Schema(description = "Labels row-seat, with selection MANUAL only: all or nothing"), schema = @Schema(example = "4-11"), minItems = 1, maxItems = 10) @Nullable List<@Nullable String> seats) {

    /** What can be checked without knowing the event. */
    void validate() {
        var violations = new Violations();
        if (violations.present(eventId, "eventId")) {
            violations.require(Uuids.parse(Objects.requireNonNull(eventId)).isPresent(), "eventId", "must be a UUID");
        }
        violations.require(id == null || Uuids.parse(id).isPresent(), "id", "must be a UUID");
        violations.present(section, "section");
        violations.present(subsection, "subsection");
        violations.require(quantity == null || quantity >= 1 && quantity <= Terms.MAX_TICKETS, "quantity",
                "must be 1 to " + Terms.MAX_TICKETS);
        if (violations.present(selection, "selection")) {
            switch (Objects.requireNonNull(selection)) {
                case BEST_AVAILABLE -> {
                    violations.present(quantity, "quantity");
                    violations.require(seats == null, "seats", "are for selection MANUAL only");
                }
                case MANUAL -> validateSeats(violations);
            }
        }
        violations.raise();
    }

    private void validateSeats(Violations violations) {
        if (!violations.present(seats, "seats")) {
            return;
        }
        var given = Objects.requireNonNull(seats);
        violations.require(!given.isEmpty() && given.size() <= Terms.MAX_TICKETS, "seats",
                "must be 1 to " + Terms.MAX_TICKETS);
        violations.require(quantity == null || quantity == given.size(), "quantity", "must be the number of seats");
    }

    UUID event() {
        return UUID.fromString(Objects.requireNonNull(eventId));
    }

    int tickets() {
        return quantity != null ? quantity : Objects.requireNonNull(seats).size();
    }

    /** @throws io.seatlog.ticketing.problem.ProblemException when a seat is not in the plan, or there twice */
    Command.ReserveSeats command(UUID bookingId, String buyer, Subsection where) {
        var choice = Objects.requireNonNull(selection);
        return new Command.ReserveSeats(where.id(), bookingId, buyer, tickets(), choice,
                choice == Selection.MANUAL ? where.seats(Violations.checked(seats)) : Seats.NONE);
    }
}
