package io.seatlog.ticketing.booking;

import io.seatlog.kernel.id.Version;
import java.util.UUID;

/**
 * Where a request waits in the log, and whose it is. The partition alone could be looked up; the subsection is what a
 * cancellation of a request without a row must name.
 */
public record Receipt(int generation, int partition, long offset, int subsectionId, String buyer, UUID bookingId) {
    /** The version that the decision about this request has. */
    public long version() {
        return Version.of(generation, offset);
    }
}
