package io.seatlog.kernel.message;

/** The stored states of a booking; PENDING is not one of them, because only the log knows a pending booking. */
public enum BookingStatus {
    HELD(1),
    CONFIRMED(2),
    CANCELLED(3),
    EXPIRED(4),
    REJECTED(5);

    private static final BookingStatus[] BY_CODE = values();
    private final int code;

    BookingStatus(int code) {
        this.code = code;
    }

    /** The number in the database and on the wire. */
    public int code() {
        return code;
    }

    public static BookingStatus ofCode(int code) {
        if (code < 1 || code > BY_CODE.length) {
            throw new IllegalArgumentException("unknown booking status " + code);
        }
        return BY_CODE[code - 1];
    }
}
