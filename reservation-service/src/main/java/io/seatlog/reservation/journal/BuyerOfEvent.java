package io.seatlog.reservation.journal;

import java.util.UUID;

/** Whose tickets are counted, where an event limits them. */
public record BuyerOfEvent(UUID eventId, String buyer) {}
