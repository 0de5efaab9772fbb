package io.seatlog.ticketing.updates;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.FutureMessageException;
import io.seatlog.kernel.wire.MalformedMessageException;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.ticketing.payment.PaymentWatch;
import io.seatlog.ticketing.seatmap.SeenVersions;
import io.seatlog.ticketing.updates.rules.SeatChanges;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each outcome to whoever awaits it here. What nobody awaits is recognised by its key and header and dropped before
 * its value is decoded. Runs on the reader's thread; never blocks, never throws.
 */
final class OutcomeRouter {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeRouter.class);
    /** For an outcome without a readable subsection header: no subsection has this id. */
    static final int NO_SUBSECTION = 0;
    private final BookingHub bookings;
    private final BuyerHub buyers;
    private final EventHub events;
    private final SeenVersions seen;
    private final PaymentWatch payments;
    private final Counter dropped;
    private final Counter routed;
    private final Counter unreadable;

    OutcomeRouter(BookingHub bookings, BuyerHub buyers, EventHub events, SeenVersions seen, PaymentWatch payments,
            MeterRegistry meters) {
        this.bookings = bookings;
        this.buyers = buyers;
        this.events = events;
        this.seen = seen;
        this.payments = payments;
        dropped = Counter.builder("seatlog.outcomes.dropped").description("Outcomes that nobody here awaited")
                .register(meters);
        routed = Counter.builder("seatlog.outcomes.routed").description("Outcomes that somebody here awaited")
                .register(meters);
        unreadable = Counter.builder("seatlog.outcomes.unreadable")
                .description("Outcomes that are broken or of a newer release; their streams are right by rereading")
                .register(meters);
    }

    void record(int partition, byte @Nullable [] key, int subsectionId, byte @Nullable [] value) {
        var bookingId = OutcomeCodec.bookingId(key);
        if (value == null || !isAwaited(bookingId, subsectionId)) {
            dropped.increment();
            return;
        }
        var outcome = decode(partition, value);
        if (outcome != null) {
            routed.increment();
            route(partition, bookingId, outcome);
        }
    }

    /** Outcomes may have been missed: everything shown is read again. */
    void gap() {
        bookings.rereadAll();
        buyers.rereadAll();
        events.rereadAll();
    }

    private boolean isAwaited(@Nullable UUID bookingId, int subsectionId) {
        return (bookingId != null && (bookings.awaits(bookingId) || payments.awaits(bookingId)))
                || buyers.awaitsAnything()
                || (subsectionId != NO_SUBSECTION && seen.isFollowed(subsectionId));
    }

    private void route(int partition, @Nullable UUID bookingId, Outcome outcome) {
        if (SeatChanges.changesSeats(outcome)) {
            // First the version, so that whoever is woken by the change takes no older map for current.
            seen.saw(outcome.subsectionId(), outcome.version());
            events.seatsChanged(outcome.subsectionId());
        }
        if (bookingId != null) {
            bookings.outcome(partition, bookingId, outcome);
            payments.decided(bookingId);
        }
        buyers.outcome(partition, outcome);
    }

    private @Nullable Outcome decode(int partition, byte[] value) {
        try {
            return OutcomeCodec.decode(value);
        } catch (MalformedMessageException | FutureMessageException broken) {
            unreadable.increment();
            LOG.debug("unreadable outcome in partition {}: {}", partition, broken.toString());
            return null;
        }
    }
}
