package io.seatlog.reservation.partition;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.FutureMessageException;
import io.seatlog.kernel.wire.MalformedMessageException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A record and what could be read of it; read once, however often its batch is decided. */
sealed interface Received {
    LogRecord record();

    record Readable(LogRecord record, Command command) implements Received {}

    /** Never to be decided. */
    record Poison(LogRecord record, String reason) implements Received {
        Optional<CommandCodec.Envelope> envelope() {
            var value = record.value();
            return value == null ? Optional.empty() : CommandCodec.envelope(value);
        }
    }

    /** To be decided by a newer release. */
    record Future(LogRecord record, String reason) implements Received {}

    static Received of(LogRecord record) {
        var value = record.value();
        if (value == null) {
            return new Poison(record, "record without a value");
        }
        try {
            return new Readable(record, CommandCodec.decode(value));
        } catch (MalformedMessageException malformed) {
            return new Poison(record, String.valueOf(malformed.getMessage()));
        } catch (FutureMessageException future) {
            return new Future(record, String.valueOf(future.getMessage()));
        }
    }

    /** @return the bookings it names, as far as it can be read */
    default List<UUID> bookingIds() {
        return switch (this) {
            case Readable readable -> switch (readable.command()) {
                case Command.OfBooking ofBooking -> List.of(ofBooking.bookingId());
                case Command.ExpireHolds expire -> expire.bookingIds();
                case Command.CancelBookings cancel -> cancel.bookingIds();
                case Command.OfSubsection _ -> List.of();
            };
            case Poison poison -> poison.envelope().map(envelope -> List.of(envelope.bookingId())).orElse(List.of());
            case Future _ -> List.of();
        };
    }
}
