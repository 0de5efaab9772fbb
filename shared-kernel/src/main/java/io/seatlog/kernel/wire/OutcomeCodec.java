package io.seatlog.kernel.wire;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Outcomes as bytes: {@code u8 version, u8 type}, then the fields in the order of their records. */
public final class OutcomeCodec {
    private static final int SUBSECTION_OPENED = 1;
    private static final int SEATS_HELD = 2;
    private static final int BOOKING_REJECTED = 3;
    private static final int BOOKING_CANCELLED = 4;
    private static final int COMMAND_REFUSED = 5;
    private static final int HOLD_EXPIRED = 6;
    private static final int SEATS_RELEASED = 7;
    private static final int BOOKING_CONFIRMED = 8;
    private static final int HOLD_CHANGED = 9;
    private static final int SUBSECTION_CHANGED = 10;
    private static final int SEATS_BLOCKED = 11;
    private static final int SEATS_UNBLOCKED = 12;
    /** What happened to a booking besides its status, from version 2 on. */
    private static final int EXTENDED = 1;
    private static final int PAID = 2;
    /** The last reason that version 1 has. */
    private static final int FIRST_REASONS = 10;
    private static final int NOTHING = 0;

    private OutcomeCodec() {}

    public static byte[] encode(Outcome outcome) {
        int version = version(outcome);
        var out = new WireWriter(176).u8(version);
        switch (outcome) {
            case Outcome.SubsectionOpened opened -> {
                out.u8(SUBSECTION_OPENED).i64(opened.version()).i32(opened.subsectionId());
                CommandCodec.opening(out, opened.opening());
            }
            case Outcome.SeatsHeld held -> booking(out.u8(SEATS_HELD), held.booking(), version);
            case Outcome.BookingRejected rejected -> booking(out.u8(BOOKING_REJECTED), rejected.booking(), version);
            case Outcome.BookingCancelled cancelled -> booking(out.u8(BOOKING_CANCELLED), cancelled.booking(), version);
            case Outcome.CommandRefused refused -> refusal(out.u8(COMMAND_REFUSED), refused);
            case Outcome.HoldExpired expired -> booking(out.u8(HOLD_EXPIRED), expired.booking(), version);
            case Outcome.SeatsReleased released -> {
                booking(out.u8(SEATS_RELEASED), released.booking(), version);
                out.seats(released.released());
            }
            case Outcome.BookingConfirmed confirmed -> {
                booking(out.u8(BOOKING_CONFIRMED), confirmed.booking(), version);
                out.u8(confirmed.late() ? 1 : 0);
            }
            case Outcome.HoldChanged changed -> booking(out.u8(HOLD_CHANGED), changed.booking(), version);
            case Outcome.SubsectionChanged changed -> CommandCodec.terms(out.u8(SUBSECTION_CHANGED)
                    .i32(changed.subsectionId()).i64(changed.version()), changed.terms(), version);
            case Outcome.SeatsBlocked blocked ->
                out.u8(SEATS_BLOCKED).i32(blocked.subsectionId()).i64(blocked.version()).seats(blocked.seats());
            case Outcome.SeatsUnblocked unblocked -> out.u8(SEATS_UNBLOCKED).i32(unblocked.subsectionId())
                    .i64(unblocked.version()).seats(unblocked.seats());
        }
        return out.toBytes();
    }

    /**
     * @throws MalformedMessageException when the bytes are no outcome
     * @throws FutureMessageException for a message of a newer release
     */
    public static Outcome decode(byte[] bytes) {
        return Wire.decode(bytes, (in, version) -> switch (in.u8()) {
            case SUBSECTION_OPENED ->
                new Outcome.SubsectionOpened(in.i64(), CommandCodec.opening(in, version, in.i32()));
            case SEATS_HELD -> new Outcome.SeatsHeld(booking(in, version));
            case BOOKING_REJECTED -> new Outcome.BookingRejected(booking(in, version));
            case BOOKING_CANCELLED -> new Outcome.BookingCancelled(booking(in, version));
            case COMMAND_REFUSED -> refusal(in);
            case HOLD_EXPIRED -> new Outcome.HoldExpired(booking(in, version));
            case SEATS_RELEASED -> new Outcome.SeatsReleased(booking(in, version), in.seats());
            case BOOKING_CONFIRMED -> new Outcome.BookingConfirmed(booking(in, version), flag(in.u8()));
            case HOLD_CHANGED -> new Outcome.HoldChanged(booking(in, version));
            case SUBSECTION_CHANGED ->
                new Outcome.SubsectionChanged(in.i32(), in.i64(), CommandCodec.terms(in, version));
            case SEATS_BLOCKED -> new Outcome.SeatsBlocked(in.i32(), in.i64(), in.seats());
            case SEATS_UNBLOCKED -> new Outcome.SeatsUnblocked(in.i32(), in.i64(), in.seats());
            default -> throw new IllegalArgumentException("unknown outcome type");
        });
    }

    /** The lowest that has the type and everything it names. */
    private static int version(Outcome outcome) {
        return switch (outcome) {
            case Outcome.SubsectionOpened opened -> CommandCodec.version(opened.opening().terms());
            case Outcome.HoldExpired _,Outcome.SeatsReleased _,Outcome.BookingConfirmed _,Outcome.HoldChanged _,Outcome.SubsectionChanged _ ->
                Wire.SECOND;
            case Outcome.SeatsBlocked _,Outcome.SeatsUnblocked _ -> Wire.THIRD;
            case Outcome.OfBooking of -> version(of.booking());
            case Outcome.CommandRefused refused -> refused.reason().code() > FIRST_REASONS
                    ? Wire.SECOND
                    : CommandCodec.version(refused.command());
        };
    }

    /** @return the record key of an outcome: the booking id's 16 bytes; null for an outcome of a whole subsection */
    public static byte @Nullable [] key(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfSubsection _ -> null;
            case Outcome.OfBooking ofBooking -> bookingKey(ofBooking.booking().id());
            case Outcome.CommandRefused refused -> bookingKey(refused.bookingId());
        };
    }

    public static byte[] bookingKey(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .array();
    }

    /** @return the booking id of a record key, or null when the key is none */
    public static @Nullable UUID bookingId(byte @Nullable [] key) {
        if (key == null || key.length != 16) {
            return null;
        }
        var buffer = ByteBuffer.wrap(key);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static int version(Booking booking) {
        boolean first = code(booking.reason()) <= FIRST_REASONS && !booking.extended() && booking.paymentId() == null;
        return first ? Wire.FIRST : Wire.SECOND;
    }

    private static void booking(WireWriter out, Booking booking, int version) {
        out.uuid(booking.id()).i32(booking.subsectionId()).uuid(booking.eventId()).text(booking.buyer())
                .uuid(booking.contentHash()).u8(booking.status().code()).u8(code(booking.reason()))
                .u8(booking.quantity()).seats(booking.seats()).i64(booking.priceMinor())
                .text(booking.currency() == null ? "" : booking.currency()).optionalTime(booking.holdUntil())
                .i64(booking.version()).i64(booking.createdVersion()).time(booking.createdAt())
                .time(booking.changedAt());
        if (version >= Wire.SECOND) {
            var paymentId = booking.paymentId();
            out.u8((booking.extended() ? EXTENDED : 0) | (paymentId == null ? 0 : PAID));
            if (paymentId != null) {
                out.uuid(paymentId);
            }
        }
    }

    private static Booking booking(WireReader in, int version) {
        var booking = new Booking(in.uuid(), in.i32(), in.uuid(), in.text(), in.uuid(), BookingStatus.ofCode(in.u8()),
                reason(in.u8()), in.u8(), in.seats(), in.i64(), emptyToNull(in.text()), in.optionalTime(), in.i64(),
                in.i64(), in.time(), in.time());
        int flags = version >= Wire.SECOND ? in.u8() : 0;
        if (flags > (EXTENDED | PAID)) {
            throw new IllegalArgumentException("unknown flags " + flags);
        }
        return flags == 0
                ? booking
                : booking.marked((flags & EXTENDED) != 0, (flags & PAID) == 0 ? null : in.uuid());
    }

    private static boolean flag(int value) {
        if (value > 1) {
            throw new IllegalArgumentException("neither yes nor no: " + value);
        }
        return value == 1;
    }

    private static void refusal(WireWriter out, Outcome.CommandRefused refused) {
        out.i32(refused.subsectionId()).i64(refused.version()).uuid(refused.bookingId()).text(refused.buyer())
                .u8(refused.command().code()).u8(refused.reason().code())
                .u8(refused.status() == null ? NOTHING : refused.status().code()).time(refused.at());
    }

    private static Outcome.CommandRefused refusal(WireReader in) {
        return new Outcome.CommandRefused(in.i32(), in.i64(), in.uuid(), in.text(), CommandType.ofCode(in.u8()),
                Reason.ofCode(in.u8()), status(in.u8()), in.time());
    }

    private static int code(@Nullable Reason reason) {
        return reason == null ? NOTHING : reason.code();
    }

    private static @Nullable Reason reason(int code) {
        return code == NOTHING ? null : Reason.ofCode(code);
    }

    private static @Nullable BookingStatus status(int code) {
        return code == NOTHING ? null : BookingStatus.ofCode(code);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
