package io.seatlog.ticketing.sales;

import io.seatlog.ticketing.catalog.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How a sale stands. Money is what the bookings say, at the price that each was made for; it is not what was captured. */
@Schema(name = "Sales", description = "Tickets and money of an event, as PostgreSQL has them")
public record SalesView(UUID eventId, @Schema(description = "When it was read") Instant asOf,
        @Schema(description = "ISO 4217", example = "EUR") String currency, Tickets total,
        List<SectionSales> sections) {

    /**
     * @param seats in all
     * @param free for sale: neither held nor sold nor blocked
     * @param blocked kept for the house
     * @param heldMinor price of what is held, in minor units
     * @param soldMinor price of what is sold, in minor units
     * @param endingWithinMinute of the held ones
     */
    @Schema(name = "SalesOfTickets")
    public record Tickets(int seats, int free, int held, int sold, int blocked, long heldMinor, long soldMinor,
            int endingWithinMinute) {
        static final Tickets NONE = new Tickets(0, 0, 0, 0, 0, 0, 0, 0);

        Tickets plus(Tickets more) {
            return new Tickets(seats + more.seats, free + more.free, held + more.held, sold + more.sold,
                    blocked + more.blocked,
                    heldMinor + more.heldMinor, soldMinor + more.soldMinor,
                    endingWithinMinute + more.endingWithinMinute);
        }
    }

    @Schema(name = "SalesOfSection")
    public record SectionSales(String name, Tickets tickets) {}

    /** @param lines by subsection id; without one nothing of it is held or sold */
    static SalesView of(Event event, Map<Integer, SalesRows.Line> lines, Instant asOf) {
        var sections = event.sections().values().stream()
                .map(section -> new SectionSales(section.name(), section.subsections().values().stream()
                        .map(subsection -> tickets(subsection.plan().seats(),
                                lines.getOrDefault(subsection.id(), SalesRows.Line.NONE)))
                        .reduce(Tickets.NONE, Tickets::plus)))
                .toList();
        return new SalesView(event.id(), asOf, event.currency(),
                sections.stream().map(SectionSales::tickets).reduce(Tickets.NONE, Tickets::plus), sections);
    }

    private static Tickets tickets(int seats, SalesRows.Line line) {
        return new Tickets(seats, seats - line.held() - line.sold() - line.blocked(), line.held(), line.sold(),
                line.blocked(), line.heldMinor(), line.soldMinor(), line.endingWithinMinute());
    }

    /** Whether it says the same, whenever it was read. */
    public boolean isAs(SalesView other) {
        return total.equals(other.total) && sections.equals(other.sections);
    }
}
