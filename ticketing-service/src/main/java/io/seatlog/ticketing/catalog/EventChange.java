package io.seatlog.ticketing.catalog;

import static java.util.Objects.requireNonNullElse;

import io.seatlog.ticketing.problem.Violations;
import java.time.Instant;
import java.util.HashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * New values for some fields of an event, each valid by itself; null leaves a field as it is.
 *
 * @param maxTicketsPerBuyer 0 for any number
 * @param prices by section, in the order they were given
 */
record EventChange(@Nullable String name, @Nullable String description, @Nullable String venue,
        @Nullable Instant startsAt, @Nullable Instant onSaleAt, @Nullable Instant offSaleAt,
        @Nullable Integer maxTicketsPerBooking, @Nullable Integer maxTicketsPerBuyer, @Nullable Integer holdSeconds,
        SequencedMap<String, Long> prices) {

    /**
     * Texts and the start of the show can always change. What buyers were offered can not once the sale is over; and
     * while it is not, what was counted by it must still add up.
     *
     * @throws io.seatlog.ticketing.problem.ProblemException when the event cannot become that
     */
    Edition apply(Event event, Instant now) {
        var before = Edition.of(event);
        var offer = offer(before.offer());
        valid(event, offer);
        if (!offer.equals(before.offer())) {
            var status = event.status(now);
            if (status == Event.Status.CLOSED || status == Event.Status.CANCELLED) {
                throw EventProblems.notAllowed(status);
            }
            if (!event.draft() && offer.limitsBuyers() != event.limitsBuyers()) {
                throw EventProblems.limitFixed();
            }
        }
        return new Edition(requireNonNullElse(name, before.name()),
                requireNonNullElse(description, before.description()), requireNonNullElse(venue, before.venue()),
                requireNonNullElse(startsAt, before.startsAt()), offer, before.draft(), before.cancelled());
    }

    private Edition.Offer offer(Edition.Offer before) {
        var all = new HashMap<>(before.prices());
        all.putAll(prices);
        return new Edition.Offer(requireNonNullElse(onSaleAt, before.onSaleAt()),
                requireNonNullElse(offSaleAt, before.offSaleAt()),
                requireNonNullElse(maxTicketsPerBooking, before.maxTicketsPerBooking()),
                requireNonNullElse(maxTicketsPerBuyer, before.maxTicketsPerBuyer()),
                requireNonNullElse(holdSeconds, before.holdSeconds()), before.sale(), all);
    }

    private void valid(Event event, Edition.Offer offer) {
        var violations = new Violations();
        EventLimits.saleTimes(violations, offer.onSaleAt(), offer.offSaleAt());
        int index = 0;
        for (var section : prices.sequencedKeySet()) {
            violations.require(event.sections().containsKey(section), "sections[" + index + "].name",
                    "is no section of the event; sections cannot be added");
            index++;
        }
        violations.raise();
    }
}
