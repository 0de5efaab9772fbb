package io.seatlog.ticketing.updates.rules;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the stream of all bookings of one buyer says: on every connect the open ones and {@link StreamEvent.Listed}, then
 * whatever is newer, booking by booking. The versions of the last {@value #REMEMBERED_MAX} bookings are remembered; what
 * is older than that and was decided before the snapshot is recognised by the floor.
 */
public final class BuyerStream {
    /** More open bookings than a buyer has; beyond it the oldest may be told once more, with the same content. */
    public static final int REMEMBERED_MAX = 1000;
    private final String buyer;
    private final IntToLongFunction floor;
    private final Map<UUID, Told> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Parked> parked = new ArrayList<>();
    private boolean opened;
    private boolean parkedTooMany;

    private record Told(long version, boolean open) {}

    private record Parked(int partition, Outcome outcome) {}

    /**
     * @param floor by partition: an outcome below it was committed before the snapshot is read, so that a late copy of it
     *            says nothing about a booking that the snapshot did not show
     */
    public BuyerStream(String buyer, IntToLongFunction floor) {
        this.buyer = buyer;
        this.floor = floor;
    }

    public String buyer() {
        return buyer;
    }

    /** @return the bookings whose changes would be missed if an outcome were: those to be read again */
    public Set<UUID> open() {
        return remembered.entrySet().stream().filter(entry -> entry.getValue().open()).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return whether outcomes were dropped before the snapshot came, so that a reread is due now */
    public boolean needsReread() {
        return parkedTooMany;
    }

    /** @param openBookings all that the buyer has open, read after the registration */
    public List<StreamEvent> open(Collection<Booking> openBookings) {
        if (opened) {
            throw new IllegalStateException("opened twice");
        }
        opened = true;
        var told = new ArrayList<StreamEvent>();
        openBookings.forEach(booking -> tell(booking, told));
        told.add(new StreamEvent.Listed(openBookings.stream().map(Booking::id).toList()));
        parked.forEach(late -> told.addAll(outcome(late.partition(), late.outcome())));
        parked.clear();
        return told;
    }

    /** @param bookings the open ones of the buyer and those of {@link #open()}, as they are now */
    public List<StreamEvent> reread(Collection<Booking> bookings) {
        parkedTooMany = false;
        var told = new ArrayList<StreamEvent>();
        bookings.forEach(booking -> tell(booking, told));
        return told;
    }

    public List<StreamEvent> outcome(int partition, Outcome outcome) {
        if (!opened) {
            park(partition, outcome);
            return List.of();
        }
        var told = new ArrayList<StreamEvent>(1);
        switch (outcome) {
            case Outcome.OfBooking of -> {
                if (!isOldNews(partition, of)) {
                    tell(of.booking(), told);
                }
            }
            case Outcome.CommandRefused refused -> refuse(partition, refused, told);
            case Outcome.OfSubsection _ -> {
            }
        }
        return told;
    }

    private void park(int partition, Outcome outcome) {
        if (parked.size() == REMEMBERED_MAX) {
            parkedTooMany = true;
        } else if (buyer.equals(buyerOf(outcome))) {
            parked.add(new Parked(partition, outcome));
        }
    }

    private boolean isOldNews(int partition, Outcome.OfBooking of) {
        return of.version() < floor.applyAsLong(partition) && !remembered.containsKey(of.booking().id());
    }

    private void tell(Booking booking, List<StreamEvent> told) {
        var before = remembered.get(booking.id());
        if (!booking.buyer().equals(buyer) || (before != null && booking.version() <= before.version())) {
            return;
        }
        remembered.put(booking.id(), new Told(booking.version(), booking.status() == BookingStatus.HELD));
        if (remembered.size() > REMEMBERED_MAX) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        told.add(new StreamEvent.Changed(booking));
    }

    /** A refused request has no row that could be listed, so the buyer hears of it; a refused cancellation changed nothing. */
    private void refuse(int partition, Outcome.CommandRefused refused, List<StreamEvent> told) {
        if (refused.buyer().equals(buyer) && refused.command() == CommandType.RESERVE_SEATS
                && refused.version() >= floor.applyAsLong(partition)) {
            told.add(new StreamEvent.Refused(refused.bookingId(), refused.version(), refused.reason(),
                    refused.status()));
        }
    }

    private static @Nullable String buyerOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfBooking of -> of.booking().buyer();
            case Outcome.CommandRefused refused -> refused.buyer();
            case Outcome.OfSubsection _ -> null;
        };
    }
}
