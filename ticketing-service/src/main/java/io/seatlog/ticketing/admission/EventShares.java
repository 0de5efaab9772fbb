package io.seatlog.ticketing.admission;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What one event may have of this instance, by kind. */
@Component
public final class EventShares {
    private final EventShare bookings;
    private final EventShare reads;
    private final EventShare streams;
    private final EventShare bookingStreams;

    EventShares(EventShareProperties limits, MeterRegistry meters) {
        bookings = new EventShare("bookings", limits.maxBookings(), meters);
        reads = new EventShare("reads", limits.maxReads(), meters);
        streams = new EventShare("streams", limits.maxStreams(), meters);
        bookingStreams = new EventShare("booking streams", limits.maxBookingStreams(), meters);
    }

    /** Requests for seats that are not answered yet. */
    public EventShare bookings() {
        return bookings;
    }

    /** Requests for the event or for what is below it, or for a booking of it that is not decided. */
    public EventShare reads() {
        return reads;
    }

    /** Streams of the event, which anybody may open. */
    public EventShare streams() {
        return streams;
    }

    /** Streams of single bookings of the event. */
    public EventShare bookingStreams() {
        return bookingStreams;
    }
}
