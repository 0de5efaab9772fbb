package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import io.seatlog.proof.history.Order;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened at one version, as it travels through the sorters of a replay.
 *
 * @param subject the booking that it is about, {@link #NOBODY} for none
 * @param at append time in Unix milliseconds, of the command or of the outcome; {@link #UNKNOWN} when nobody knows it
 * @param logTime of the command in Unix milliseconds, once it is known
 */
record Entry(Kind kind, int partition, int subsection, long version, UUID subject, long at, long logTime,
        @Nullable Command command, @Nullable Outcome outcome) {
    static final UUID NOBODY = new UUID(0, 0);
    static final long UNKNOWN = Long.MAX_VALUE;
    private static final Kind[] KINDS = Kind.values();

    /** In the order in which they are followed within one version. */
    enum Kind {
        /** A record of the log that only moves its time. */
        TICK,
        /** A command. */
        ASKED,
        /** That a command names a booking. */
        NAMED,
        /** The booking that a command names, as it was before the command. */
        BEFORE,
        /** The booking that a command names lives in another partition: nobody can say how it was just then. */
        ELSEWHERE,
        /** An outcome. */
        ANSWERED
    }

    static Entry tick(int partition, long version, long at) {
        return new Entry(Kind.TICK, partition, 0, version, NOBODY, at, UNKNOWN, null, null);
    }

    static Entry asked(int partition, long version, long at, Command command) {
        return new Entry(Kind.ASKED, partition, command.subsectionId(), version, NOBODY, at, UNKNOWN, command, null);
    }

    Entry atLogTime(long time) {
        return new Entry(kind, partition, subsection, version, subject, at, time, command, outcome);
    }

    Entry naming(UUID booking) {
        return new Entry(Kind.NAMED, partition, subsection, version, booking, at, logTime, null, null);
    }

    /** The same moment, with what is known of the booking that it names. */
    Entry before(Booking booking) {
        return new Entry(Kind.BEFORE, partition, subsection, version, subject, at, logTime, null,
                new Outcome.SeatsHeld(booking));
    }

    Entry elsewhere() {
        return new Entry(Kind.ELSEWHERE, partition, subsection, version, subject, at, logTime, null, null);
    }

    static Entry answered(int partition, long publishedAt, Outcome outcome) {
        var subject = switch (outcome) {
            case Outcome.OfBooking of -> of.booking().id();
            case Outcome.CommandRefused refused -> refused.bookingId();
            case Outcome.OfSubsection _ -> NOBODY;
        };
        return new Entry(Kind.ANSWERED, partition, outcome.subsectionId(), outcome.version(), subject, publishedAt,
                UNKNOWN, null, outcome);
    }

    /** Whether it is the outcome that made its booking. */
    boolean creates() {
        return outcome instanceof Outcome.OfBooking of && of.booking().version() == of.booking().createdVersion();
    }

    boolean sameAnswer(@Nullable Entry other) {
        return other != null && other.kind == Kind.ANSWERED && kind == Kind.ANSWERED && other.version == version
                && other.subject.equals(subject) && other.outcome != null && other.outcome.equals(outcome);
    }

    /** Of a partition: its log. */
    static Order<Entry> byPartition() {
        return ordered(Comparator.comparingInt(Entry::partition).thenComparingLong(Entry::version));
    }

    /** Of a booking: its making first, then its life. */
    static Order<Entry> byBooking() {
        return ordered(Comparator.comparing(Entry::subject, Entry::compareBytes)
                .thenComparing(entry -> !entry.creates()).thenComparingLong(Entry::version)
                .thenComparing(Entry::kind));
    }

    /** Of a subsection: its log; several outcomes of one command by the bytes of their booking's id. */
    static Order<Entry> bySubsection() {
        return ordered(Comparator.comparingInt(Entry::subsection).thenComparingLong(Entry::version)
                .thenComparing(Entry::kind).thenComparing(Entry::subject, Entry::compareBytes)
                .thenComparingLong(Entry::at));
    }

    /** As bytes are compared, which is not how Java compares UUIDs. */
    static int compareBytes(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    private static Order<Entry> ordered(Comparator<Entry> by) {
        return new Order<>() {
            @Override
            public int compare(Entry one, Entry other) {
                return by.compare(one, other);
            }

            @Override
            public void write(Entry entry, WireWriter out) {
                entry.write(out);
            }

            @Override
            public Entry read(WireReader in) {
                return Entry.read(in);
            }

            @Override
            public int weight(Entry entry) {
                return switch (entry.command) {
                    case Command.ExpireHolds expire -> 600 + 40 * expire.bookingIds().size();
                    case Command.CancelBookings cancel -> 600 + 40 * cancel.bookingIds().size();
                    case Command.OfBooking _,Command.OfSubsection _ -> 600;
                    case null -> entry.outcome == null ? 160 : 700;
                };
            }
        };
    }

    private void write(WireWriter out) {
        out.u8(kind.ordinal()).i32(partition).i32(subsection).i64(version).uuid(subject).i64(at).i64(logTime)
                .shortBytes(command == null ? new byte[0] : CommandCodec.encode(command))
                .shortBytes(outcome == null ? new byte[0] : OutcomeCodec.encode(outcome));
    }

    private static Entry read(WireReader in) {
        var kind = KINDS[in.u8()];
        int partition = in.i32();
        int subsection = in.i32();
        long version = in.i64();
        var subject = in.uuid();
        long at = in.i64();
        long logTime = in.i64();
        var command = in.shortBytes();
        var outcome = in.shortBytes();
        return new Entry(kind, partition, subsection, version, subject, at, logTime,
                command.length == 0 ? null : CommandCodec.decode(command),
                outcome.length == 0 ? null : OutcomeCodec.decode(outcome));
    }
}
