package io.seatlog.ticketing.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event with its hall. Counts of free seats are a second old at most and left out where they are not to be had. */
@Schema(name = "Event")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventView(UUID id, String name, String description, String venue, String organizer, Instant startsAt,
        Instant onSaleAt, Instant offSaleAt, Event.Status status,
        @Schema(description = "ISO 4217", example = "EUR") String currency, int maxTicketsPerBooking,
        @Schema(description = "Of one buyer, held and sold together; absent for any number") @Nullable Integer maxTicketsPerBuyer,
        int holdSeconds,
        @Schema(description = "Seats in all") int seats, @Nullable Integer free, List<SectionView> sections) {

    @Schema(name = "Section")
    record SectionView(String name,
            @Schema(description = "Price of a seat, in minor units of the currency") long priceMinor,
            List<SubsectionView> subsections) {}

    @Schema(name = "Subsection")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SubsectionView(String name, int rows, int seatsPerRow, int seats,
            @Schema(description = "Free seats, a second old at most") @Nullable Integer free) {
        static SubsectionView of(Subsection subsection, @Nullable Integer free) {
            var plan = subsection.plan();
            return new SubsectionView(subsection.name(), plan.rows(), plan.seatsPerRow(), plan.seats(), free);
        }
    }

    static EventView of(Event event, Map<Integer, Integer> free, Instant now) {
        return new EventView(event.id(), event.name(), event.description(), event.venue(), event.organizer(),
                event.startsAt(), event.onSaleAt(), event.offSaleAt(), event.status(now), event.currency(),
                event.maxTicketsPerBooking(), event.limitsBuyers() ? event.maxTicketsPerBuyer() : null,
                event.holdSeconds(), event.seats(), sum(event, free),
                event.sections().values().stream().map(section -> new SectionView(section.name(), section.priceMinor(),
                        section.subsections().values().stream()
                                .map(subsection -> SubsectionView.of(subsection, free.get(subsection.id()))).toList()))
                        .toList());
    }

    /** @return null unless every subsection's count is known */
    static @Nullable Integer sum(Event event, Map<Integer, Integer> free) {
        int sum = 0;
        for (var subsection : (Iterable<Subsection>) event.subsections()::iterator) {
            var count = free.get(subsection.id());
            if (count == null) {
                return null;
            }
            sum += count;
        }
        return sum;
    }
}
