package io.seatlog.kernel.message;

/** Why a booking was rejected or cancelled, or a command refused. The numbers are stored and on the wire: never reuse one. */
public enum Reason {
    /** Fewer seats are free than were asked for. */
    NO_SEATS(1),
    /** One of the chosen seats belongs to somebody else. */
    SEAT_TAKEN(2),
    /** Log time is before the start of the sale. */
    NOT_ON_SALE(3),
    /** Log time is past the end of the sale. */
    SALE_CLOSED(4),
    /** More tickets than the event allows. */
    LIMIT_REACHED(5),
    /** Seatlog's own fault; a dead letter tells operators more. */
    INTERNAL(6),
    /** The id belongs to a booking with other content or of another buyer. */
    BOOKING_ID_REUSED(7),
    /** The command names a booking that does not exist. */
    BOOKING_UNKNOWN(8),
    /** The booking's status does not allow the command. */
    NOT_ALLOWED_IN_STATUS(9),
    /** The buyer cancelled. */
    CANCELLED_BY_BUYER(10),
    /** The booking does not have one of the seats that the command names. */
    SEAT_NOT_IN_BOOKING(11),
    /** The buyer has, with these, more tickets of the event than it allows. */
    BUYER_LIMIT_REACHED(12),
    /** The organizer has stopped the sale for a while. */
    SALE_PAUSED(13),
    /** The payment is not of what the booking costs now. */
    AMOUNT_DIFFERS(14),
    /** The confirmation came after the time until which its payment vouched for it. */
    CONFIRMATION_LATE(15),
    /** The money that was reserved could not be had. */
    PAYMENT_FAILED(16),
    /** The organizer cancelled the event. */
    EVENT_CANCELLED(17),
    /** The organizer cancelled this booking. */
    CANCELLED_BY_ORGANIZER(18);

    private static final Reason[] BY_CODE = values();
    private final int code;

    Reason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Reason ofCode(int code) {
        if (code < 1 || code > BY_CODE.length) {
            throw new IllegalArgumentException("unknown reason " + code);
        }
        return BY_CODE[code - 1];
    }
}
