package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that was seen in a run, or a row of the state at its end. Versions are {@code Version.of(generation, offset)}. */
public sealed interface HistoryRecord
        permits Coverage, HistoryRecord.Accepted, HistoryRecord.Commanded, HistoryRecord.Unreadable,
        HistoryRecord.Decided, HistoryRecord.Told, HistoryRecord.ToldLast, HistoryRecord.BookingRow,
        HistoryRecord.ClaimRow, HistoryRecord.SubsectionRow, HistoryRecord.BuyerRow, HistoryRecord.RefusalRow,
        HistoryRecord.MapImage, HistoryRecord.Charge, HistoryRecord.End {

    /**
     * A 202 that a buyer got.
     *
     * @param version of its receipt; a repeat answered from memory has the receipt of the first
     * @param at by the clock of whoever answered, which no check trusts
     */
    record Accepted(UUID bookingId, long version, int partition, String buyer, Instant at) implements HistoryRecord {}

    /** @param at when the log appended it */
    record Commanded(int partition, long version, Instant at, Command command) implements HistoryRecord {}

    /**
     * A record of the log that moves its time and is nothing else to this history: poison, or a command of another event
     * that the recorder left out.
     */
    record Unreadable(int partition, long version, Instant at) implements HistoryRecord {}

    /**
     * An outcome as it was published. The same may come again, at another position.
     *
     * @param position in the topic of outcomes, for people
     * @param publishedAt when the topic appended it; null where nobody wrote that down
     */
    record Decided(int partition, long position, Outcome outcome,
            @Nullable Instant publishedAt) implements HistoryRecord {
        /** Of a time that nobody wrote down. */
        public Decided(int partition, long position, Outcome outcome) {
            this(partition, position, outcome, null);
        }
    }

    /**
     * What a stream said of a booking.
     *
     * @param stream one connection; another one of the same client is another stream
     * @param sequence of what the stream said, ascending
     */
    record Told(String stream, long sequence, UUID bookingId, long version,
            BookingStatus status) implements HistoryRecord {}

    /** How a stream came to its end. */
    enum StreamEnd {
        /** The service closed it, because nothing more was to be said. */
        CLOSED,
        /** The reader left or was cut off: nothing follows from what it was not told. */
        LEFT,
        /** It was still open when the history ended. */
        OPEN
    }

    /** The last that a stream said of a booking, recorded when the stream ended; of each booking that it told of. */
    record ToldLast(String stream, long sequence, UUID bookingId, long version, BookingStatus status,
            StreamEnd end) implements HistoryRecord {}

    record BookingRow(int partition, Booking booking) implements HistoryRecord {}

    record ClaimRow(int subsectionId, int seat, UUID bookingId) implements HistoryRecord {}

    /** @param opening with the terms that the row has */
    record SubsectionRow(Command.OpenSubsection opening, long version, int free) implements HistoryRecord {}

    record BuyerRow(UUID eventId, String buyer, int taken) implements HistoryRecord {}

    record RefusalRow(int partition, long version, UUID bookingId, Reason reason) implements HistoryRecord {}

    /** @param image the value of the map's key, whole; not copied, so leave it alone */
    record MapImage(int subsectionId, byte[] image) implements HistoryRecord {}

    /** What the provider's own books say of a payment. */
    enum ChargeState {
        /** The money was taken and not given back. */
        CAPTURED,
        /** It is reserved. */
        OPEN,
        /** Voided, refused, refunded: nobody has it. */
        CLOSED
    }

    record Charge(UUID paymentId, long amountMinor, String currency, ChargeState state) implements HistoryRecord {}

    /**
     * The end of the run.
     *
     * @param logTimes of each partition
     * @param drained whether everything had come to rest: all of the log decided, published, told, and all money moved
     * @param grace how long past its deadline a hold may stay, by log time
     */
    record End(Map<Integer, Instant> logTimes, boolean drained, Duration grace) implements HistoryRecord {
        public End {
            logTimes = Collections.unmodifiableMap(new TreeMap<>(logTimes));
        }
    }

    /** The kind that it belongs to; null for the coverage itself. */
    default Coverage.@Nullable Kind kind() {
        return switch (this) {
            case Coverage _ -> null;
            case Accepted _ -> Coverage.Kind.ACCEPTED;
            case Commanded _,Unreadable _ -> Coverage.Kind.COMMANDED;
            case Decided _ -> Coverage.Kind.DECIDED;
            case Told _,ToldLast _ -> Coverage.Kind.TOLD;
            case BookingRow _ -> Coverage.Kind.BOOKINGS;
            case ClaimRow _ -> Coverage.Kind.CLAIMS;
            case SubsectionRow _ -> Coverage.Kind.SUBSECTIONS;
            case BuyerRow _ -> Coverage.Kind.BUYERS;
            case RefusalRow _ -> Coverage.Kind.REFUSALS;
            case MapImage _ -> Coverage.Kind.MAPS;
            case Charge _ -> Coverage.Kind.CHARGES;
            case End _ -> Coverage.Kind.END;
        };
    }
}
