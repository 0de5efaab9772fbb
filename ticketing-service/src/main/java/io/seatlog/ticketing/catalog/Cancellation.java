package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.log.Appended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ending of one cancelled event's bookings, as one instance sees it: what to send next, and when nothing is left. It
 * is told the truth again and again, so it may forget everything at any time; what it remembers only saves repetitions.
 * Pure, and not thread-safe.
 */
final class Cancellation {
    /** Bookings in one round, so that a round is a bounded piece of work for the log. */
    static final int PAGE = 5_000;
    private final Event event;
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<Integer, Long> closings = new HashMap<>();
    private final Map<Integer, Long> awaited = new HashMap<>();
    private @Nullable UUID after;
    private boolean done;

    private record Place(Section section, Subsection subsection) {}

    /** @param known whether the truth has the subsection at all */
    record Unclosed(int subsectionId, boolean known) {}

    /** A booking that is held or confirmed. */
    record Live(UUID id, int subsectionId) {}

    record Order(Subsection to, Command command) {}

    Cancellation(Event event) {
        this.event = event;
        event.sections().values().forEach(section -> section.subsections().values()
                .forEach(subsection -> places.put(subsection.id(), new Place(section, subsection))));
    }

    UUID eventId() {
        return event.id();
    }

    /** The last booking of the round before; null at the beginning. */
    @Nullable
    UUID after() {
        return after;
    }

    /**
     * @param decided how far each partition is decided, read before the other two
     * @param unclosed read before the bookings: what the truth shows as closed can get no further booking
     * @param live the next {@link #PAGE} of them
     * @return what is to be sent now
     */
    List<Order> next(IntToLongFunction decided, List<Unclosed> unclosed, List<Live> live) {
        var orders = new ArrayList<Order>();
        for (var one : unclosed) {
            if (one.known() || !isClosingDecided(one.subsectionId(), decided)) {
                orders.add(closing(one.subsectionId()));
            }
        }
        var bySubsection = new LinkedHashMap<Integer, List<UUID>>();
        live.forEach(one -> bySubsection.computeIfAbsent(one.subsectionId(), _ -> new ArrayList<>()).add(one.id()));
        bySubsection.forEach((id, bookings) -> endings(place(id).subsection(), bookings, orders));
        done = after == null && orders.isEmpty();
        after = live.size() < PAGE ? null : live.getLast().id();
        return orders;
    }

    /** Everything is closed, and a look at all bookings since then found none that is held or confirmed. */
    boolean isDone() {
        return done;
    }

    /** A subsection that the truth does not have though its closing is decided was never opened: its log was replaced. */
    private boolean isClosingDecided(int subsectionId, IntToLongFunction decided) {
        var closing = closings.get(subsectionId);
        return closing != null && decided.applyAsLong(place(subsectionId).subsection().partition()) > closing;
    }

    private Order closing(int subsectionId) {
        var place = place(subsectionId);
        return new Order(place.subsection(), new Command.ChangeTerms(subsectionId, event.terms(place.section())));
    }

    private static void endings(Subsection to, List<UUID> bookings, List<Order> orders) {
        for (int from = 0; from < bookings.size(); from += Command.CancelBookings.MOST) {
            var slice = bookings.subList(from, Math.min(from + Command.CancelBookings.MOST, bookings.size()));
            orders.add(new Order(to, new Command.CancelBookings(to.id(), slice, Reason.EVENT_CANCELLED)));
        }
    }

    /** The log has acknowledged it. */
    void sent(Order order, Appended place) {
        long version = Version.of(place.generation(), place.offset());
        awaited.merge(place.partition(), version, Math::max);
        if (order.command() instanceof Command.ChangeTerms) {
            closings.put(order.to().id(), version);
        }
    }

    /** Whether something that was sent is not decided yet, so that looking at the truth would be too early. */
    boolean isAwaiting(IntToLongFunction decided) {
        awaited.entrySet().removeIf(one -> decided.applyAsLong(one.getKey()) > one.getValue());
        return !awaited.isEmpty();
    }

    /** Waits no longer for what was sent; it is sent again if it is still needed. */
    void stopAwaiting() {
        awaited.clear();
    }

    private Place place(int subsectionId) {
        var place = places.get(subsectionId);
        if (place == null) {
            throw new IllegalStateException("subsection " + subsectionId + " is none of event " + event.id());
        }
        return place;
    }
}
