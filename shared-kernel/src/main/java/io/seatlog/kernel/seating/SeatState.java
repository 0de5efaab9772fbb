package io.seatlog.kernel.seating;

/** What a seat is on the map; the ordinal is its two bits there. */
public enum SeatState {
    AVAILABLE('.'),
    HELD('h'),
    SOLD('s'),
    BLOCKED('x');

    private static final SeatState[] STATES = values();
    private final char symbol;

    SeatState(char symbol) {
        this.symbol = symbol;
    }

    public char symbol() {
        return symbol;
    }

    public static SeatState ofBits(int bits) {
        return STATES[bits];
    }
}
