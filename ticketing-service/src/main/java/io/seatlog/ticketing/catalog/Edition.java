package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** All that can change of an event once it is made. Two that are equal need no write. */
record Edition(String name, String description, String venue, Instant startsAt, Offer offer, boolean draft,
        boolean cancelled) {

    /**
     * What is told to the log.
     *
     * @param maxTicketsPerBuyer 0 for any number
     * @param prices of the sections, by name, in minor units
     */
    record Offer(Instant onSaleAt, Instant offSaleAt, int maxTicketsPerBooking, int maxTicketsPerBuyer,
            int holdSeconds, Sale sale, Map<String, Long> prices) {
        Offer {
            prices = Map.copyOf(prices);
        }

        boolean limitsBuyers() {
            return maxTicketsPerBuyer != Terms.NO_LIMIT;
        }

        Offer with(Sale other) {
            return new Offer(onSaleAt, offSaleAt, maxTicketsPerBooking, maxTicketsPerBuyer, holdSeconds, other, prices);
        }
    }

    static Edition of(Event event) {
        var prices = event.sections().values().stream().collect(Collectors.toMap(Section::name, Section::priceMinor));
        return new Edition(event.name(), event.description(), event.venue(), event.startsAt(),
                new Offer(event.onSaleAt(), event.offSaleAt(), event.maxTicketsPerBooking(), event.maxTicketsPerBuyer(),
                        event.holdSeconds(), event.sale(), prices),
                event.draft(), event.cancelled());
    }

    Edition published() {
        return new Edition(name, description, venue, startsAt, offer, false, cancelled);
    }

    Edition with(Sale sale) {
        return new Edition(name, description, venue, startsAt, offer.with(sale), draft, cancelled);
    }

    Edition cancel() {
        return new Edition(name, description, venue, startsAt, offer.with(Sale.CLOSED), draft, true);
    }

    /** Whether the log has to hear of what became of {@code before}. */
    boolean concernsTheLog(Edition before) {
        return !draft && (before.draft || !offer.equals(before.offer));
    }
}
