package io.seatlog.kernel.seating;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * The rectangle of seats of one subsection. Rows and seats count from 1, row 1 is the best; seat {@code s} of row
 * {@code r} has the number {@code (r - 1) · seatsPerRow + s - 1} and the label {@code r-s}. A plan never changes once
 * its subsection is open. Its bytes begin with a form, so that other shapes can follow.
 */
public record SeatingPlan(int rows, int seatsPerRow) {
    /** No subsection of any shape is larger: maps, messages and best-available are sized for it. */
    public static final int MAX_SEATS = 4000;
    /** A rectangle is kept smaller, so that one hot subsection stays one small unit of work. */
    public static final int MAX_RECTANGLE = 500;
    private static final byte RECTANGLE = 1;
    private static final int RECTANGLE_BYTES = 5;

    public SeatingPlan {
        if (rows < 1 || seatsPerRow < 1 || (long) rows * seatsPerRow > MAX_RECTANGLE) {
            throw new IllegalArgumentException(
                    "a subsection has 1.." + MAX_RECTANGLE + " seats, not " + rows + " x " + seatsPerRow);
        }
    }

    public int seats() {
        return rows * seatsPerRow;
    }

    public boolean contains(int seat) {
        return seat >= 0 && seat < seats();
    }

    public String label(int seat) {
        return (seat / seatsPerRow + 1) + "-" + (seat % seatsPerRow + 1);
    }

    /** @return the seat's number, or empty when the text is no label or the plan has no such seat (1-25 in a row of 20) */
    public OptionalInt seat(String label) {
        int dash = label.indexOf('-');
        if (dash < 1 || dash > 4 || label.length() - dash - 1 < 1 || label.length() - dash - 1 > 4) {
            return OptionalInt.empty();
        }
        int row = number(label, 0, dash);
        int seat = number(label, dash + 1, label.length());
        boolean exists = row >= 1 && row <= rows && seat >= 1 && seat <= seatsPerRow;
        return exists ? OptionalInt.of((row - 1) * seatsPerRow + seat - 1) : OptionalInt.empty();
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || i == from && digit == '0') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }

    /** @return whether the seats are side by side in one row; a single seat is */
    public boolean adjacent(Seats seats) {
        if (seats.isEmpty()) {
            return false;
        }
        int first = seats.get(0);
        int last = seats.get(seats.size() - 1);
        return last - first == seats.size() - 1 && first / seatsPerRow == last / seatsPerRow;
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(RECTANGLE_BYTES).put(RECTANGLE).putShort((short) rows).putShort((short) seatsPerRow)
                .array();
    }

    /** @throws IllegalArgumentException when the bytes are no plan that this version knows */
    public static SeatingPlan ofBytes(byte[] bytes) {
        if (bytes.length != RECTANGLE_BYTES || bytes[0] != RECTANGLE) {
            throw new IllegalArgumentException("unknown form of seating plan");
        }
        var buffer = ByteBuffer.wrap(bytes, 1, RECTANGLE_BYTES - 1);
        return new SeatingPlan(buffer.getShort(), buffer.getShort());
    }
}
