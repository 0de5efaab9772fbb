package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
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
 * @param cancelled for good, and its sale closed
 * @param termsVersion counts what went, or is to go, on the log
 * @param termsSent the last that the log has acknowledged for every subsection; 0 while it is being opened
 * @param sections by name, in the order they were given
 */
public record Event(UUID id, long version, String organizer, String name, String description, String venue,
        Instant startsAt, Instant onSaleAt, Instant offSaleAt, String currency, int maxTicketsPerBooking,
        int maxTicketsPerBuyer, int holdSeconds, boolean draft, Sale sale, boolean cancelled, int termsVersion,
        int termsSent, SequencedMap<String, Section> sections) {

    public enum Status {
        DRAFT,
        SCHEDULED,
        ON_SALE,
        PAUSED,
        CLOSED,
        CANCELLED
    }

    /**
     * The first that applies: cancelled; closed by its organizer; draft; scheduled, before the start of its sale; closed,
     * after the end of it; paused; on sale. So a sale that was paused before its start shows it from its start on. Where
     * time matters the log decides by its own.
     */
    public Status status(Instant now) {
        if (cancelled) {
            return Status.CANCELLED;
        }
        if (sale == Sale.CLOSED) {
            return Status.CLOSED;
        }
        if (draft) {
            return Status.DRAFT;
        }
        if (now.isBefore(onSaleAt)) {
            return Status.SCHEDULED;
        }
        if (!now.isBefore(offSaleAt)) {
            return Status.CLOSED;
        }
        return sale == Sale.PAUSED ? Status.PAUSED : Status.ON_SALE;
    }

    /** Whether the log does not have all its openings yet. Until then its terms must not change: an opening says what it said before. */
    boolean isOpening() {
        return !draft && termsSent == 0;
    }

    /** Whether the log has acknowledged all that it has to know. */
    boolean isSent() {
        return draft || termsSent >= termsVersion;
    }

    /** What decides in the subsections of one of its sections. */
    Terms terms(Section section) {
        return new Terms(termsVersion, section.priceMinor(), currency, onSaleAt, offSaleAt, holdSeconds,
                maxTicketsPerBooking, maxTicketsPerBuyer, sale);
    }

    /** Its organizer, and every operator: somebody must be able to stop a sale at night. */
    public boolean isRunBy(Caller caller) {
        return caller.is(Role.OPERATOR) || caller.is(Role.ORGANIZER) && caller.id().equals(organizer);
    }

    public @Nullable Subsection subsection(String section, String name) {
        var found = sections.get(section);
        return found == null ? null : found.subsections().get(name);
    }

    /** @throws ProblemException when the event has none of that name */
    public Subsection place(String sectionName, String name) {
        var section = sections.get(sectionName);
        if (section == null) {
            throw ProblemException.of(ProblemType.SECTION_UNKNOWN, "The event has no section of that name.");
        }
        var subsection = section.subsections().get(name);
        if (subsection == null) {
            throw ProblemException.of(ProblemType.SUBSECTION_UNKNOWN,
                    "Section " + sectionName + " has no subsection of that name.");
        }
        return subsection;
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
