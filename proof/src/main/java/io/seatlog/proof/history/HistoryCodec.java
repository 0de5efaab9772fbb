package io.seatlog.proof.history;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.TreeMap;

/**
 * Records as bytes: {@code u8 type}, then the fields in the order of their records. Commands and outcomes are in the
 * kernel's own form; a booking's row is written as an outcome, because that holds the whole of it.
 */
final class HistoryCodec {
    private static final int COVERAGE = 0;
    private static final int ACCEPTED = 1;
    private static final int COMMANDED = 2;
    private static final int UNREADABLE = 3;
    private static final int DECIDED = 4;
    private static final int TOLD = 5;
    private static final int TOLD_LAST = 6;
    private static final int BOOKING_ROW = 7;
    private static final int CLAIM_ROW = 8;
    private static final int SUBSECTION_ROW = 9;
    private static final int BUYER_ROW = 10;
    private static final int REFUSAL_ROW = 11;
    private static final int MAP_IMAGE = 12;
    private static final int CHARGE = 13;
    private static final int END = 14;
    /** From version 2 of the format on. */
    private static final int DECIDED_AT = 15;
    private static final Coverage.Kind[] KINDS = Coverage.Kind.values();
    private static final HistoryRecord.StreamEnd[] STREAM_ENDS = HistoryRecord.StreamEnd.values();
    private static final HistoryRecord.ChargeState[] CHARGE_STATES = HistoryRecord.ChargeState.values();

    private HistoryCodec() {}

    static void write(HistoryRecord record, WireWriter out) {
        switch (record) {
            case Coverage(var kinds) -> {
                int bits = 0;
                for (var kind : kinds) {
                    bits |= 1 << kind.ordinal();
                }
                out.u8(COVERAGE).i32(bits);
            }
            case HistoryRecord.Accepted accepted ->
                out.u8(ACCEPTED).uuid(accepted.bookingId()).i64(accepted.version()).i32(accepted.partition())
                        .text(accepted.buyer()).time(accepted.at());
            case HistoryRecord.Commanded commanded ->
                out.u8(COMMANDED).i32(commanded.partition()).i64(commanded.version()).time(commanded.at())
                        .shortBytes(CommandCodec.encode(commanded.command()));
            case HistoryRecord.Unreadable poison ->
                out.u8(UNREADABLE).i32(poison.partition()).i64(poison.version()).time(poison.at());
            case HistoryRecord.Decided decided -> {
                var publishedAt = decided.publishedAt();
                out.u8(publishedAt == null ? DECIDED : DECIDED_AT).i32(decided.partition()).i64(decided.position())
                        .shortBytes(OutcomeCodec.encode(decided.outcome()));
                if (publishedAt != null) {
                    out.time(publishedAt);
                }
            }
            case HistoryRecord.Told told -> out.u8(TOLD).text(told.stream()).i64(told.sequence()).uuid(told.bookingId())
                    .i64(told.version()).u8(told.status().code());
            case HistoryRecord.ToldLast last ->
                out.u8(TOLD_LAST).text(last.stream()).i64(last.sequence()).uuid(last.bookingId()).i64(last.version())
                        .u8(last.status().code()).u8(last.end().ordinal());
            case HistoryRecord.BookingRow row -> out.u8(BOOKING_ROW).i32(row.partition())
                    .shortBytes(OutcomeCodec.encode(new Outcome.SeatsHeld(row.booking())));
            case HistoryRecord.ClaimRow claim ->
                out.u8(CLAIM_ROW).i32(claim.subsectionId()).i32(claim.seat()).uuid(claim.bookingId());
            case HistoryRecord.SubsectionRow row -> out.u8(SUBSECTION_ROW)
                    .shortBytes(CommandCodec.encode(row.opening())).i64(row.version()).i32(row.free());
            case HistoryRecord.BuyerRow row -> out.u8(BUYER_ROW).uuid(row.eventId()).text(row.buyer()).i32(row.taken());
            case HistoryRecord.RefusalRow row -> out.u8(REFUSAL_ROW).i32(row.partition()).i64(row.version())
                    .uuid(row.bookingId()).u8(row.reason().code());
            case HistoryRecord.MapImage map -> out.u8(MAP_IMAGE).i32(map.subsectionId()).shortBytes(map.image());
            case HistoryRecord.Charge charge -> out.u8(CHARGE).uuid(charge.paymentId()).i64(charge.amountMinor())
                    .text(charge.currency()).u8(charge.state().ordinal());
            case HistoryRecord.End end -> {
                out.u8(END).u16(end.logTimes().size());
                end.logTimes().forEach((partition, time) -> out.i32(partition).time(time));
                out.u8(end.drained() ? 1 : 0).i64(end.grace().toMillis());
            }
        }
    }

    static HistoryRecord read(WireReader in) {
        int type = in.u8();
        return switch (type) {
            case COVERAGE -> coverage(in.i32());
            case ACCEPTED -> new HistoryRecord.Accepted(in.uuid(), in.i64(), in.i32(), in.text(), in.time());
            case COMMANDED -> new HistoryRecord.Commanded(in.i32(), in.i64(), in.time(),
                    CommandCodec.decode(in.shortBytes()));
            case UNREADABLE -> new HistoryRecord.Unreadable(in.i32(), in.i64(), in.time());
            case DECIDED -> new HistoryRecord.Decided(in.i32(), in.i64(), OutcomeCodec.decode(in.shortBytes()));
            case DECIDED_AT -> new HistoryRecord.Decided(in.i32(), in.i64(), OutcomeCodec.decode(in.shortBytes()),
                    in.time());
            case TOLD -> new HistoryRecord.Told(in.text(), in.i64(), in.uuid(), in.i64(),
                    BookingStatus.ofCode(in.u8()));
            case TOLD_LAST -> new HistoryRecord.ToldLast(in.text(), in.i64(), in.uuid(), in.i64(),
                    BookingStatus.ofCode(in.u8()), STREAM_ENDS[below(in.u8(), STREAM_ENDS.length)]);
            case BOOKING_ROW -> bookingRow(in);
            case CLAIM_ROW -> new HistoryRecord.ClaimRow(in.i32(), in.i32(), in.uuid());
            case SUBSECTION_ROW -> subsectionRow(in);
            case BUYER_ROW -> new HistoryRecord.BuyerRow(in.uuid(), in.text(), in.i32());
            case REFUSAL_ROW -> new HistoryRecord.RefusalRow(in.i32(), in.i64(), in.uuid(), Reason.ofCode(in.u8()));
            case MAP_IMAGE -> new HistoryRecord.MapImage(in.i32(), in.shortBytes());
            case CHARGE -> new HistoryRecord.Charge(in.uuid(), in.i64(), in.text(),
                    CHARGE_STATES[below(in.u8(), CHARGE_STATES.length)]);
            case END -> end(in);
            default -> throw new IllegalArgumentException("unknown type of record " + type);
        };
    }

    private static Coverage coverage(int bits) {
        var kinds = EnumSet.noneOf(Coverage.Kind.class);
        if (bits >>> KINDS.length != 0) {
            throw new IllegalArgumentException("unknown kinds of record " + bits);
        }
        for (var kind : KINDS) {
            if ((bits >>> kind.ordinal() & 1) != 0) {
                kinds.add(kind);
            }
        }
        return new Coverage(kinds);
    }

    private static HistoryRecord bookingRow(WireReader in) {
        int partition = in.i32();
        if (OutcomeCodec.decode(in.shortBytes()) instanceof Outcome.SeatsHeld(var booking)) {
            return new HistoryRecord.BookingRow(partition, booking);
        }
        throw new IllegalArgumentException("no booking");
    }

    private static HistoryRecord subsectionRow(WireReader in) {
        if (CommandCodec.decode(in.shortBytes()) instanceof Command.OpenSubsection opening) {
            return new HistoryRecord.SubsectionRow(opening, in.i64(), in.i32());
        }
        throw new IllegalArgumentException("no subsection");
    }

    private static HistoryRecord end(WireReader in) {
        var logTimes = new TreeMap<Integer, Instant>();
        for (int left = in.u16(); left > 0; left--) {
            logTimes.put(in.i32(), in.time());
        }
        return new HistoryRecord.End(logTimes, below(in.u8(), 2) == 1, Duration.ofMillis(in.i64()));
    }

    private static int below(int value, int limit) {
        if (value >= limit) {
            throw new IllegalArgumentException("unknown value " + value);
        }
        return value;
    }
}
