package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.seating.SeatingPlan;
import java.time.Instant;
import java.util.List;

/** A valid event that has no id yet. */
record NewEvent(String name, String description, String venue, Instant startsAt, Instant onSaleAt, Instant offSaleAt,
        String currency, int maxTicketsPerBooking, int maxTicketsPerBuyer, int holdSeconds, boolean draft,
        List<Part> sections) {
    /** @param subsections how many, all with this plan */
    record Part(String name, long priceMinor, int subsections, SeatingPlan plan) {}
}
