package io.seatlog.ticketing.updates.rules;

import java.util.UUID;

/**
 * A payment of a booking stands otherwise than before.
 *
 * @param paymentId a UUIDv7: of two payments the later one is the higher
 * @param change grows with every one; what is not above the last one told is old
 * @param open whether the money may still go one way or the other
 * @param inVain whether it has ended and the seats are not the buyer's by it
 * @param shown what the buyer is shown; two that are equal look the same
 */
public record PaymentChange(UUID paymentId, UUID bookingId, String buyer, long change, boolean open, boolean inVain,
        Object shown) {}
