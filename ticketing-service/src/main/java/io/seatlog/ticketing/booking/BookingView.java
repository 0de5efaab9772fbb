package io.seatlog.ticketing.booking;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.catalog.Subsection;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A booking as buyers see it, by GET and over streams alike. Fields without a value are left out. */
@Schema(name = "Booking", description = "A booking. While PENDING only id, status, ahead and links are known.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BookingView(UUID id, @Nullable UUID eventId, @Nullable String section, @Nullable String subsection,
        @Schema(allowableValues = {
                "PENDING", "HELD", "CONFIRMED", "CANCELLED", "EXPIRED",
                "REJECTED"}) String status,
        @Schema(description = "Tickets, 1 to 10") @Nullable Integer quantity,
        @Schema(description = "Labels: row-seat, counted from 1; absent when rejected", example = "[\"4-11\",\"4-12\"]") @Nullable List<String> seats,
        @Schema(description = "Whether the seats are side by side in one row") @Nullable Boolean adjacent,
        @Schema(description = "Price of all seats, in minor units of currency") @Nullable Long totalMinor,
        @Schema(description = "ISO 4217", example = "EUR") @Nullable String currency,
        @Schema(description = "When an unpaid hold ends; it is held until the log says otherwise") @Nullable Instant heldUntil,
        @Schema(description = "Why it was rejected or cancelled") @Nullable Reason reason,
        @Schema(description = "Requests ahead in your line; absent when not known") @Nullable Long ahead,
        @Schema(description = "Grows with every change of the booking") @Nullable Long version,
        @Nullable Instant createdAt,
        @Nullable Instant changedAt,
        @Schema(description = "The opaque id of its buyer; only in the list of an event's bookings") @Nullable String buyer,
        @Nullable Links links) {
    public static final String PENDING = "PENDING";

    /** A row and an outcome look alike. */
    public static BookingView of(Booking booking, Subsection subsection) {
        return of(booking, subsection, null);
    }

    /** With its buyer, for who runs its event. */
    static BookingView withBuyer(Booking booking, Subsection subsection) {
        return of(booking, subsection, booking.buyer());
    }

    private static BookingView of(Booking booking, Subsection subsection, @Nullable String buyer) {
        var plan = subsection.plan();
        var seats = booking.seats();
        boolean priced = booking.currency() != null;
        return new BookingView(booking.id(), booking.eventId(), subsection.section(), subsection.name(),
                booking.status().name(), booking.quantity(),
                seats.isEmpty() ? null : seats.stream().mapToObj(plan::label).toList(),
                seats.isEmpty() ? null : plan.adjacent(seats),
                priced ? booking.priceMinor() * booking.quantity() : null,
                booking.currency(), booking.holdUntil(), booking.reason(), null, booking.version(),
                booking.createdAt(), booking.changedAt(), buyer, null);
    }

    public static BookingView pending(UUID id, @Nullable Long ahead, Links links) {
        return new BookingView(id, null, null, null, PENDING, null, null, null, null, null, null, null, ahead, null,
                null, null, null, links);
    }
}
