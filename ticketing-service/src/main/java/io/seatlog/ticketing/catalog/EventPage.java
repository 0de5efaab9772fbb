package io.seatlog.ticketing.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param next what to send as {@code after} for the page that follows; absent on the last one */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventPage(List<Item> items,
        @Schema(description = "Send as after for the next page; absent on the last one") @Nullable UUID next) {

    @Schema(name = "EventItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(UUID id, String name, String venue, Instant startsAt, Instant onSaleAt, Instant offSaleAt,
            Event.Status status, @Schema(description = "ISO 4217") String currency,
            @Schema(description = "Lowest price of a seat, in minor units of the currency") long fromPriceMinor,
            int seats, @Schema(description = "Free seats, a second old at most") @Nullable Integer free) {
        static Item of(Event event, Map<Integer, Integer> free, Instant now) {
            return new Item(event.id(), event.name(), event.venue(), event.startsAt(), event.onSaleAt(),
                    event.offSaleAt(), event.status(now), event.currency(),
                    event.sections().values().stream().mapToLong(Section::priceMinor).min().orElse(0), event.seats(),
                    EventView.sum(event, free));
        }
    }
}
