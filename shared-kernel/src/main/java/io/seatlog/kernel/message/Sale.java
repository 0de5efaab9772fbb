package io.seatlog.kernel.message;

/** Whether a subsection sells, besides its times. Stored and on the wire: never reuse a number. */
public enum Sale {
    OPEN(1),
    /** Until it is opened again. What is held can be paid. */
    PAUSED(2),
    /** For good: no terms follow. */
    CLOSED(3);

    private static final Sale[] BY_CODE = values();
    private final int code;

    Sale(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Sale ofCode(int code) {
        if (code < 1 || code > BY_CODE.length) {
            throw new IllegalArgumentException("unknown state of sale " + code);
        }
        return BY_CODE[code - 1];
    }
}
