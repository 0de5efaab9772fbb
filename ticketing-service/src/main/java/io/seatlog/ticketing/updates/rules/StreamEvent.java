package io.seatlog.ticketing.updates.rules;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message of a stream of bookings. */
public sealed interface StreamEvent {
    /** The event's name on the stream. */
    String name();

    /** Whether nothing can follow: the stream of this booking closes. */
    boolean isFinal();

    /** @param ahead requests ahead in the buyer's line */
    record Queued(long ahead) implements StreamEvent {
        @Override
        public String name() {
            return "queued";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    /**
     * @param version of the refused command, which is not a version of the booking
     * @param status of the booking at that moment, null when there was none
     */
    record Refused(UUID bookingId, long version, Reason reason,
            @Nullable BookingStatus status) implements StreamEvent {
        @Override
        public String name() {
            return "refused";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** The log that held the request was replaced before the request was decided. */
    record Lost(UUID bookingId, long version) implements StreamEvent {
        @Override
        public String name() {
            return "lost";
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** A booking's new state; intermediate ones may have been left out. */
    record Changed(Booking booking) implements StreamEvent {
        @Override
        public String name() {
            return booking.status().name().toLowerCase(Locale.ROOT);
        }

        /** Confirmed and expired are ends for a stream, although a refund may still change the row; expired not while a payment is under way. */
        @Override
        public boolean isFinal() {
            return booking.status() != BookingStatus.HELD;
        }
    }

    /** A payment of the booking stands otherwise than before; has no place among the booking's versions. */
    record PaymentChanged(PaymentChange payment) implements StreamEvent {
        @Override
        public String name() {
            return "payment";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    /** Ends the snapshot at the start of a buyer's stream: what is open, so that a client can forget everything else. */
    record Listed(List<UUID> open) implements StreamEvent {
        public Listed {
            open = List.copyOf(open);
        }

        @Override
        public String name() {
            return "snapshot";
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }
}
