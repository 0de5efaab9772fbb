package io.seatlog.reservation.partition;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.FutureMessageException;
import io.seatlog.kernel.wire.MalformedMessageException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /** @return the booking it names, if it can be read */
    default @Nullable UUID bookingId() {
        return switch (this) {
            case Readable readable ->
                readable.command() instanceof Command.OfBooking ofBooking ? ofBooking.bookingId() : null;
            case Poison poison -> poison.envelope().map(CommandCodec.Envelope::bookingId).orElse(null);
            case Future _ -> null;
        };
    }
}
