package io.seatlog.reservation.partition;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.reservation.expiry.Hold;
import io.seatlog.reservation.expiry.HoldDeadlines;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the window of deadlines what a committed batch did to holds. Confined to the pipeline's thread. */
final class HoldWatch {
    private final HoldDeadlines deadlines;
    private final Residents residents;

    HoldWatch(HoldDeadlines deadlines, Residents residents) {
        this.deadlines = deadlines;
        this.residents = residents;
    }

    void committed(Batch batch, List<Received> decided, Instant now) {
        batch.inserted().forEach(inserted -> joinIfNear(inserted.booking()));
        batch.changed().forEach(this::changed);
        for (var received : decided) {
            if (received instanceof Received.Readable readable
                    && readable.command() instanceof Command.ExpireHolds expire) {
                expire.bookingIds().forEach(id -> asked(id, batch.known(id)));
                deadlines.answered(expire, now);
            }
        }
    }

    private void changed(Booking booking) {
        if (!joinIfNear(booking)) {
            deadlines.leave(booking.id());
        }
    }

    private void asked(UUID id, @Nullable Booking booking) {
        if (booking == null || !joinIfNear(booking)) {
            deadlines.leave(id);
        }
    }

    private boolean joinIfNear(Booking booking) {
        var until = booking.holdUntil();
        var resident = residents.get(booking.subsectionId());
        if (booking.status() != BookingStatus.HELD || until == null || resident == null || !deadlines.isNear(until)) {
            return false;
        }
        var opening = resident.subsection().opening();
        deadlines.join(new Hold(booking.id(), opening.subsectionId(), opening.key(), opening.partition(), until));
        return true;
    }
}
