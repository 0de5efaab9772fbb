package io.seatlog.reservation.expiry;

import io.seatlog.kernel.id.SubsectionKey;
import java.time.Instant;
import java.util.UUID;

/**
 * A hold and where its end is to be asked for.
 *
 * @param until when to ask, not before its deadline
 */
public record Hold(UUID bookingId, int subsectionId, SubsectionKey key, int partition, Instant until) {
    Hold askedAgainAt(Instant later) {
        return new Hold(bookingId, subsectionId, key, partition, later);
    }
}
