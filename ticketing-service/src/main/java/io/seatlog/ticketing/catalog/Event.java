package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Terms;
import java.time.Instant;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A show as the catalogue knows it, whole and immutable.
 *
 * @param version grows with every change of any event
 * @param organizer who created it
 * @param onSaleAt the first instant that sells
 * @param offSaleAt the first instant that no longer sells
 * @param currency ISO 4217
 * @param maxTicketsPerBuyer in the whole event; 0 for any number
 * @param draft seen by its organizer only, and unknown to the log
 * @param sections by name, in the order they were given
 */
public record Event(UUID id, long version, String organizer, String name, String description, String venue,
        Instant startsAt, Instant onSaleAt, Instant offSaleAt, String currency, int maxTicketsPerBooking,
        int maxTicketsPerBuyer, int holdSeconds, boolean draft, int termsVersion,
        SequencedMap<String, Section> sections) {

    /** Derived from the times, once it is no draft; the log decides by its own time. */
    public enum Status {
        DRAFT, SCHEDULED, ON_SALE, CLOSED
    }

    public Status status(Instant now) {
        if (draft) {
            return Status.DRAFT;
        }
        if (now.isBefore(onSaleAt)) {
            return Status.SCHEDULED;
        }
        return now.isBefore(offSaleAt) ? Status.ON_SALE : Status.CLOSED;
    }

    public @Nullable Subsection subsection(String section, String name) {
        var found = sections.get(section);
        return found == null ? null : found.subsections().get(name);
    }

    public boolean limitsBuyers() {
        return maxTicketsPerBuyer != Terms.NO_LIMIT;
    }

    /** Seats in all. */
    public int seats() {
        return sections.values().stream().mapToInt(section -> section.plan().seats() * section.subsections().size())
                .sum();
    }

    /** The free seats of an event that nobody could have booked yet, by subsection id. */
    Map<Integer, Integer> allFree() {
        return subsections().collect(Collectors.toMap(Subsection::id, subsection -> subsection.plan().seats()));
    }

    public Stream<Subsection> subsections() {
        return sections.values().stream().flatMap(section -> section.subsections().values().stream());
    }
}
