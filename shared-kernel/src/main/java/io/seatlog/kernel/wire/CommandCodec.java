package io.seatlog.kernel.wire;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import java.nio.BufferUnderflowException;
import java.util.Optional;
import java.util.UUID;

/**
 * Commands as bytes: {@code u8 version, u8 type, i32 subsection id}, for a command about a booking {@code 16 bytes
 * booking id, text buyer}, then what is particular to the type.
 */
public final class CommandCodec {
    private static final Selection[] SELECTIONS = Selection.values();

    private CommandCodec() {}

    /** What can be said of a command whose rest is broken: enough to answer its buyer. */
    public record Envelope(CommandType type, int subsectionId, UUID bookingId, String buyer) {}

    public static byte[] encode(Command command) {
        var type = CommandType.of(command);
        int version = command instanceof Command.OpenSubsection open ? version(open.terms()) : version(type);
        var out = new WireWriter(96).u8(version).u8(type.code()).i32(command.subsectionId());
        if (command instanceof Command.OfBooking ofBooking) {
            out.uuid(ofBooking.bookingId()).text(ofBooking.buyer());
        }
        switch (command) {
            case Command.OpenSubsection open -> opening(out, open);
            case Command.ReserveSeats reserve ->
                out.u8(reserve.quantity()).u8(reserve.selection().ordinal()).seats(reserve.seats());
            case Command.CancelBooking cancel -> out.u8(cancel.reason().code());
            case Command.ExpireHolds expire -> out.uuids(expire.bookingIds());
            case Command.ReleaseSeats release -> out.seats(release.seats());
            case Command.ConfirmBooking confirm ->
                out.uuid(confirm.paymentId()).i64(confirm.amountMinor()).time(confirm.validUntil());
            case Command.ExtendHold extend -> out.i32(extend.seconds());
            case Command.CancelBookings cancel -> out.u8(cancel.reason().code()).uuids(cancel.bookingIds());
            case Command.ChangeTerms change -> terms(out, change.terms(), Wire.SECOND);
            case Command.BlockSeats block -> out.seats(block.seats());
            case Command.UnblockSeats unblock -> out.seats(unblock.seats());
        }
        return out.toBytes();
    }

    /**
     * @throws MalformedMessageException for poison
     * @throws FutureMessageException for a message of a newer release
     */
    public static Command decode(byte[] bytes) {
        return Wire.decode(bytes, (in, version) -> switch (CommandType.ofCode(in.u8())) {
            case OPEN_SUBSECTION -> opening(in, version, in.i32());
            case RESERVE_SEATS -> new Command.ReserveSeats(in.i32(), in.uuid(), in.text(), in.u8(),
                    selection(in.u8()), in.seats());
            case CANCEL_BOOKING ->
                new Command.CancelBooking(in.i32(), in.uuid(), in.text(), Reason.ofCode(in.u8()));
            case RELEASE_SEATS -> new Command.ReleaseSeats(in.i32(), in.uuid(), in.text(), in.seats());
            case EXPIRE_HOLDS -> new Command.ExpireHolds(in.i32(), in.uuids(Command.ExpireHolds.MOST));
            case CONFIRM_BOOKING -> new Command.ConfirmBooking(in.i32(), in.uuid(), in.text(), in.uuid(), in.i64(),
                    in.time());
            case EXTEND_HOLD -> new Command.ExtendHold(in.i32(), in.uuid(), in.text(), in.i32());
            case CANCEL_BOOKINGS -> cancellations(in, in.i32());
            case CHANGE_TERMS -> new Command.ChangeTerms(in.i32(), terms(in, Wire.SECOND));
            case BLOCK_SEATS -> new Command.BlockSeats(in.i32(), in.seats());
            case UNBLOCK_SEATS -> new Command.UnblockSeats(in.i32(), in.seats());
        });
    }

    /** Reads only as far as the buyer, for a message whose rest may be broken. */
    public static Optional<Envelope> envelope(byte[] bytes) {
        var in = new WireReader(bytes);
        try {
            if (!Wire.isKnown(in.u8())) {
                return Optional.empty();
            }
            var type = CommandType.ofCode(in.u8());
            return switch (type) {
                case OPEN_SUBSECTION, EXPIRE_HOLDS, CANCEL_BOOKINGS, CHANGE_TERMS, BLOCK_SEATS, UNBLOCK_SEATS ->
                    Optional.empty();
                case RESERVE_SEATS, CANCEL_BOOKING, RELEASE_SEATS, CONFIRM_BOOKING, EXTEND_HOLD ->
                    Optional.of(new Envelope(type, in.i32(), in.uuid(), in.text()));
            };
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** The lowest that has the type. */
    static int version(CommandType type) {
        return switch (type) {
            case OPEN_SUBSECTION, RESERVE_SEATS, CANCEL_BOOKING -> Wire.FIRST;
            case EXPIRE_HOLDS, RELEASE_SEATS, CONFIRM_BOOKING, EXTEND_HOLD, CANCEL_BOOKINGS, CHANGE_TERMS ->
                Wire.SECOND;
            case BLOCK_SEATS, UNBLOCK_SEATS -> Wire.THIRD;
        };
    }

    static void opening(WireWriter out, Command.OpenSubsection open) {
        var key = open.key();
        out.uuid(key.eventId()).text(key.section()).text(key.subsection()).u16(open.partition())
                .shortBytes(open.plan().toBytes());
        terms(out, open.terms(), version(open.terms()));
    }

    static void terms(WireWriter out, Terms terms, int version) {
        out.i32(terms.version()).i64(terms.priceMinor()).text(terms.currency()).time(terms.onSaleAt())
                .time(terms.offSaleAt()).i32(terms.holdSeconds()).u8(terms.maxPerBooking());
        if (version >= Wire.SECOND) {
            out.u16(terms.maxPerBuyer()).u8(terms.sale().code());
        }
    }

    /** The lowest that has the terms. */
    static int version(Terms terms) {
        return terms.limitsBuyers() || terms.sale() != Sale.OPEN ? Wire.SECOND : Wire.FIRST;
    }

    static Command.OpenSubsection opening(WireReader in, int version, int subsectionId) {
        var key = new SubsectionKey(in.uuid(), in.text(), in.text());
        return new Command.OpenSubsection(subsectionId, key, in.u16(), SeatingPlan.ofBytes(in.shortBytes()),
                terms(in, version));
    }

    static Terms terms(WireReader in, int version) {
        boolean whole = version >= Wire.SECOND;
        return new Terms(in.i32(), in.i64(), in.text(), in.time(), in.time(), in.i32(), in.u8(),
                whole ? in.u16() : Terms.NO_LIMIT, whole ? Sale.ofCode(in.u8()) : Sale.OPEN);
    }

    private static Command.CancelBookings cancellations(WireReader in, int subsectionId) {
        var reason = Reason.ofCode(in.u8());
        return new Command.CancelBookings(subsectionId, in.uuids(Command.CancelBookings.MOST), reason);
    }

    private static Selection selection(int ordinal) {
        if (ordinal >= SELECTIONS.length) {
            throw new IllegalArgumentException("unknown selection " + ordinal);
        }
        return SELECTIONS[ordinal];
    }
}
