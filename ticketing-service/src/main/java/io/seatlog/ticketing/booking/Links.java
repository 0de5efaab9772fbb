package io.seatlog.ticketing.booking;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a booking is read and followed; with the receipt, when there is one. */
public record Links(String self, String stream) {
    static Links of(UUID id, @Nullable String receipt) {
        var query = receipt == null ? "" : "?receipt=" + receipt;
        return new Links("/api/bookings/" + id + query, "/api/bookings/" + id + "/stream" + query);
    }
}
