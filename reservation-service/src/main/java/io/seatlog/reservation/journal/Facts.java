package io.seatlog.reservation.journal;

import io.seatlog.kernel.message.Booking;
import io.seatlog.reservation.subsection.Subsection;
import java.util.Map;
import java.util.UUID;

/**
 * The rows that a batch names, as they are before it. What is absent does not exist.
 *
 * @param tickets of buyers, where an event limits them
 */
public record Facts(Map<UUID, Booking> bookings, Map<Integer, Subsection> subsections,
        Map<BuyerOfEvent, Integer> tickets) {
    public static final Facts NONE = new Facts(Map.of(), Map.of(), Map.of());
}
