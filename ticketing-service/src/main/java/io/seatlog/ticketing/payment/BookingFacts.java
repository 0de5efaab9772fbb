package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.booking.Refusal;
import java.util.Optional;
import java.util.UUID;

/** What is known for certain of what the log decided. Blocks; whatever is thrown, it can be asked again. */
public interface BookingFacts {
    /** The booking as it is stored; empty when it has no row. */
    Optional<Booking> booking(UUID id);

    /** The refusal of the command with this version; empty when there is none, or not yet. */
    Optional<Refusal> refusal(int partition, long version);
}
