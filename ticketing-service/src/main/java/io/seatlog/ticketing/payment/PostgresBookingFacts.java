package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.booking.Bookings;
import io.seatlog.ticketing.booking.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The primary's rows. Thread-safe. */
final class PostgresBookingFacts implements BookingFacts {
    private final Bookings bookings;

    PostgresBookingFacts(Bookings bookings) {
        this.bookings = bookings;
    }

    @Override
    public Optional<Booking> booking(UUID id) {
        return Optional.ofNullable(bookings.byIds(List.of(id)).get(id));
    }

    @Override
    public Optional<Refusal> refusal(int partition, long version) {
        return bookings.refusal(partition, version);
    }
}
