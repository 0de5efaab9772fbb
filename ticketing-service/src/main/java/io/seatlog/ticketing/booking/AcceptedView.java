package io.seatlog.ticketing.booking;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to an accepted request. */
@Schema(name = "Accepted")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AcceptedView(UUID id,
        @Schema(description = "PENDING, or the booking's status when a repeated request is known to be decided", allowableValues = {
                "PENDING", "HELD", "CONFIRMED", "CANCELLED", "EXPIRED",
                "REJECTED"}) String status,
        @Schema(description = "Requests ahead in your line; absent when not known") @Nullable Long ahead,
        @Schema(description = "Proves this acceptance on any instance; links and Location carry it") String receipt,
        Links links) {}
