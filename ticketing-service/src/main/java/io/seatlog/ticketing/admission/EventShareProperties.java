package io.seatlog.ticketing.admission;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one event may have of one instance at once: three quarters of what there is for all, two thirds of the streams that
 * anybody may open, and most of all streams for those who wait for their bookings.
 *
 * @param maxBookings requests for seats that are not answered yet, of 16,000 writes
 * @param maxReads of the event, its seats and sales, and of bookings by their receipts, of 16,000 reads
 * @param maxStreams of the event, of the 6,000 that anybody may open
 * @param maxBookingStreams of single bookings by their receipts, of 10,000 streams
 */
@ConfigurationProperties("seatlog.event-share")
record EventShareProperties(@DefaultValue("12000") int maxBookings, @DefaultValue("12000") int maxReads,
        @DefaultValue("4000") int maxStreams, @DefaultValue("8000") int maxBookingStreams) {
    private static final int MOST = 100_000;

    EventShareProperties {
        require(maxBookings, "max-bookings");
        require(maxReads, "max-reads");
        require(maxStreams, "max-streams");
        require(maxBookingStreams, "max-booking-streams");
    }

    private static void require(int value, String name) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException("seatlog.event-share." + name + " must be 1.." + MOST);
        }
    }
}
