package io.seatlog.ticketing.updates.rules;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the stream of one booking says. Its life: registered (outcomes are parked) → {@link #open opened} with a snapshot
 * that was read after the registration → told what is newer → closed by a final event. Because an outcome is published
 * only after its transaction committed, whatever was published before the registration is in the snapshot, and whatever
 * is published later arrives here: nothing falls between, and nothing is told twice or backwards, since only a higher
 * version is told. Payments are told beside it, each change once; while one is under way an expired booking is no end,
 * because the payment may still get its seats.
 */
public final class BookingStream {
    /** What no client has as its Last-Event-ID. */
    public static final long NO_EVENT = -1;
    private static final long QUEUED_EVERY_MILLIS = 1000;
    private final UUID bookingId;
    private final String buyer;
    private final @Nullable Place place;
    private boolean opened;
    private boolean closed;
    private long toldVersion = NO_EVENT;
    private long toldAhead = NO_EVENT;
    private long toldAheadAt;
    private @Nullable StreamEvent parked;
    private final List<PaymentChange> parkedPayments = new ArrayList<>();
    /** As they were last heard of; a booking has few. */
    private final Map<UUID, PaymentChange> payments = new HashMap<>();
    private boolean expired;

    /** Where the request lies on the log, from a verified receipt. */
    public record Place(int partition, long version) {}

    /** @param place null when the stream was opened without a receipt */
    public BookingStream(UUID bookingId, String buyer, @Nullable Place place) {
        this.bookingId = bookingId;
        this.buyer = buyer;
        this.place = place;
    }

    public UUID bookingId() {
        return bookingId;
    }

    public String buyer() {
        return buyer;
    }

    public @Nullable Place place() {
        return place;
    }

    /** @return whether the stream ends here; once true it stays so */
    public boolean isClosed() {
        return closed;
    }

    /** @return whether the client still waits for a first decision */
    public boolean isWaiting() {
        return opened && !closed && toldVersion == NO_EVENT;
    }

    /**
     * @param lastEventId the version that the client has; a snapshot of exactly that version is not repeated. Any other
     *            number proves nothing and suppresses nothing.
     */
    public List<StreamEvent> open(Snapshot snapshot, long lastEventId) {
        if (opened) {
            throw new IllegalStateException("opened twice");
        }
        opened = true;
        var told = new ArrayList<StreamEvent>(2);
        var paid = new ArrayList<StreamEvent>();
        parkedPayments.forEach(news -> paid.addAll(payment(news)));
        if (lastEventId != NO_EVENT && lastEventId == version(snapshot)) {
            tell(eventOf(snapshot));
        } else {
            told.addAll(reread(snapshot));
        }
        told.addAll(tell(parked));
        parked = null;
        parkedPayments.clear();
        // A client that has the end already has nothing to hear of how it was paid.
        if (!closed || !told.isEmpty()) {
            told.addAll(0, paid);
        }
        return told;
    }

    /** Only the newest payment is told; but as long as any is open the seats may still be had. */
    public List<StreamEvent> payment(PaymentChange news) {
        if (closed || !news.bookingId().equals(bookingId) || !news.buyer().equals(buyer)) {
            return List.of();
        }
        if (!opened) {
            parkedPayments.add(news);
            return List.of();
        }
        var before = payments.get(news.paymentId());
        if (before != null && news.change() <= before.change()) {
            return List.of();
        }
        payments.put(news.paymentId(), news);
        closed = expired && payments.values().stream().allMatch(PaymentChange::inVain);
        boolean newest = payments.keySet().stream().noneMatch(id -> id.toString().compareTo(news.paymentId()
                .toString()) > 0);
        boolean looksTheSame = before != null && before.shown().equals(news.shown());
        return newest && !looksTheSame ? List.of(new StreamEvent.PaymentChanged(news)) : List.of();
    }

    private boolean isPaymentOpen() {
        return payments.values().stream().anyMatch(PaymentChange::open);
    }

    /** The truth read again; told when it is newer than what the client has. */
    public List<StreamEvent> reread(Snapshot snapshot) {
        if (snapshot instanceof Snapshot.Unknown || (place == null && isForeign(snapshot))) {
            closed = true;
        }
        return tell(eventOf(snapshot));
    }

    /** @param partition that the outcome was read from; versions of refused commands mean something only with it */
    public List<StreamEvent> outcome(int partition, Outcome outcome) {
        var event = switch (outcome) {
            case Outcome.OfBooking of when of.booking().id().equals(bookingId) -> changed(of.booking());
            case Outcome.CommandRefused refused when isMine(partition, refused) ->
                new StreamEvent.Refused(bookingId, refused.version(), refused.reason(), refused.status());
            case Outcome.OfBooking _,Outcome.CommandRefused _,Outcome.OfSubsection _ -> null;
        };
        if (opened) {
            return tell(event);
        }
        park(event);
        return List.of();
    }

    /** @param nowMillis of any clock that does not go back */
    public List<StreamEvent> ahead(long requests, long nowMillis) {
        boolean tooSoon = toldAhead != NO_EVENT && nowMillis - toldAheadAt < QUEUED_EVERY_MILLIS;
        if (!isWaiting() || requests == toldAhead || tooSoon) {
            return List.of();
        }
        toldAhead = requests;
        toldAheadAt = nowMillis;
        return List.of(new StreamEvent.Queued(requests));
    }

    private boolean isMine(int partition, Outcome.CommandRefused refused) {
        return place != null && place.partition() == partition && place.version() == refused.version()
                && refused.bookingId().equals(bookingId) && refused.buyer().equals(buyer);
    }

    private boolean isForeign(Snapshot snapshot) {
        return snapshot instanceof Snapshot.Stored(Booking booking) && !booking.buyer().equals(buyer);
    }

    private @Nullable StreamEvent eventOf(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.Stored(var booking) -> changed(booking);
            case Snapshot.Refused(var version, var reason, var status) ->
                new StreamEvent.Refused(bookingId, version, reason, status);
            case Snapshot.Lost(var version) -> new StreamEvent.Lost(bookingId, version);
            case Snapshot.Pending _,Snapshot.Unknown _ -> null;
        };
    }

    /** Somebody else's booking under the same id is nobody's business here. */
    private StreamEvent.@Nullable Changed changed(Booking booking) {
        return booking.buyer().equals(buyer) ? new StreamEvent.Changed(booking) : null;
    }

    /** The newest suffices: states in between are never replayed. A refusal of this very request outranks them all. */
    private void park(@Nullable StreamEvent event) {
        if (event == null || parked instanceof StreamEvent.Refused) {
            return;
        }
        boolean newer = !(event instanceof StreamEvent.Changed(var booking)
                && parked instanceof StreamEvent.Changed(var before) && booking.version() <= before.version());
        if (newer) {
            parked = event;
        }
    }

    private List<StreamEvent> tell(@Nullable StreamEvent event) {
        if (event == null || closed) {
            return List.of();
        }
        if (event instanceof StreamEvent.Changed(var booking)) {
            if (booking.version() <= toldVersion) {
                return List.of();
            }
            toldVersion = booking.version();
            expired = booking.status() == BookingStatus.EXPIRED;
        }
        closed = event.isFinal() && !(expired && isPaymentOpen());
        return List.of(event);
    }

    private static long version(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.Stored(var booking) -> booking.version();
            case Snapshot.Refused(var version, _, _) -> version;
            case Snapshot.Lost(var version) -> version;
            case Snapshot.Pending _,Snapshot.Unknown _ -> NO_EVENT;
        };
    }
}
