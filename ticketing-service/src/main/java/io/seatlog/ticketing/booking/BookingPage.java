package io.seatlog.ticketing.booking;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param next what to send as {@code after} for the page that follows; absent on the last one */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BookingPage(List<BookingView> items,
        @Schema(description = "Send as after for the next page; absent on the last one") @Nullable UUID next) {}
