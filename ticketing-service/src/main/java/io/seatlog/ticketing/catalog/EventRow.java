package io.seatlog.ticketing.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** What is edited of an event: itself and its sections. Subsections never change and are written in bulk beside it. */
@Table(schema = "ticketing", name = "event")
record EventRow(@Id UUID id, String organizer, String name, String description, String venue, Instant startsAt,
        Instant onSaleAt, Instant offSaleAt, String currency, int maxTicketsPerBooking, int maxTicketsPerBuyer,
        int holdSeconds,
        boolean draft,
        int termsVersion, Instant sendDue, @Nullable String idempotencyKey, UUID contentHash, Instant createdAt,
        @MappedCollection(idColumn = "event", keyColumn = "position") List<SectionRow> sections) {

    @Table(schema = "ticketing", name = "section")
    record SectionRow(String name, long priceMinor, int seatRows, int seatsPerRow) {}

    static EventRow of(UUID id, String organizer, NewEvent event, @Nullable String idempotencyKey, UUID contentHash,
            Instant now, Instant sendDue) {
        return new EventRow(id, organizer, event.name(), event.description(), event.venue(), event.startsAt(),
                event.onSaleAt(), event.offSaleAt(), event.currency(), event.maxTicketsPerBooking(),
                event.maxTicketsPerBuyer(), event.holdSeconds(), event.draft(), 1, sendDue, idempotencyKey, contentHash,
                now,
                event.sections().stream().map(section -> new SectionRow(section.name(), section.priceMinor(),
                        section.plan().rows(), section.plan().seatsPerRow())).toList());
    }
}
