package io.seatlog.ticketing.admission;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What one event may have of this instance, by kind. */
@Component
public final class EventShares {
    private final EventShare bookings;
    private final EventShare reads;
    private final EventShare streams;

    EventShares(EventShareProperties limits, MeterRegistry meters) {
        bookings = new EventShare("bookings", limits.maxBookings(), meters);
        reads = new EventShare("reads", limits.maxReads(), meters);
        streams = new EventShare("streams", limits.maxStreams(), meters);
    }

    /** Requests for seats that are not answered yet. */
    public EventShare bookings() {
        return bookings;
    }

    /** Requests for the event or for what is below it. */
    public EventShare reads() {
        return reads;
    }

    /** Streams of the event, which anybody may open. */
    public EventShare streams() {
        return streams;
    }
}
