package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command without effect, as its row or its outcome tells.
 *
 * @param version of the refused command
 * @param buyer who sent it
 * @param status of the booking at that moment, null when there was none
 */
public record Refusal(long version, UUID bookingId, String buyer, CommandType command, Reason reason,
        @Nullable BookingStatus status, Instant at) {
    public static Refusal of(Outcome.CommandRefused refused) {
        return new Refusal(refused.version(), refused.bookingId(), refused.buyer(), refused.command(),
                refused.reason(), refused.status(), refused.at());
    }
}
