package io.seatlog.reservation.subsection;

import io.seatlog.kernel.seating.Seats;

/**
 * One bit a seat, in seat order over machine words. Bits from {@code size} on are always 0, so whole words can be
 * combined without looking at the end. Methods that return a {@code SeatBits} make a new one; only {@link #add} and
 * {@link #remove} change this one. Not thread-safe.
 */
final class SeatBits {
    private final long[] words;
    private final int size;

    /** All zero. */
    SeatBits(int size) {
        this(new long[(size + 63) >> 6], size);
    }

    private SeatBits(long[] words, int size) {
        this.words = words;
        this.size = size;
    }

    /** Every {@code step}-th bit, from 0 on. */
    static SeatBits every(int step, int size) {
        var bits = new SeatBits(size);
        for (int seat = 0; seat < size; seat += step) {
            bits.add(seat);
        }
        return bits;
    }

    int size() {
        return size;
    }

    boolean contains(int seat) {
        return (words[seat >> 6] >>> seat & 1) != 0;
    }

    boolean containsAny(Seats seats) {
        for (int i = 0; i < seats.size(); i++) {
            if (contains(seats.get(i))) {
                return true;
            }
        }
        return false;
    }

    void add(int seat) {
        words[seat >> 6] |= 1L << seat;
    }

    void add(Seats seats) {
        for (int i = 0; i < seats.size(); i++) {
            add(seats.get(i));
        }
    }

    void remove(int seat) {
        words[seat >> 6] &= ~(1L << seat);
    }

    void remove(Seats seats) {
        for (int i = 0; i < seats.size(); i++) {
            remove(seats.get(i));
        }
    }

    boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    SeatBits copy() {
        return new SeatBits(words.clone(), size);
    }

    SeatBits and(SeatBits other) {
        var result = new long[words.length];
        for (int w = 0; w < result.length; w++) {
            result[w] = words[w] & other.words[w];
        }
        return new SeatBits(result, size);
    }

    SeatBits andNot(SeatBits other) {
        var result = new long[words.length];
        for (int w = 0; w < result.length; w++) {
            result[w] = words[w] & ~other.words[w];
        }
        return new SeatBits(result, size);
    }

    /** The seats that are neither here nor in one of the others. */
    SeatBits nor(SeatBits second, SeatBits third) {
        var result = new long[words.length];
        for (int w = 0; w < result.length; w++) {
            result[w] = ~(words[w] | second.words[w] | third.words[w]);
        }
        return new SeatBits(result, size).trimmed();
    }

    /** Bit i of the result is bit i + {@code seats} of this one; 1..63. */
    SeatBits down(int seats) {
        var result = new long[words.length];
        for (int w = 0; w < result.length; w++) {
            long carry = w + 1 < words.length ? words[w + 1] << -seats : 0;
            result[w] = words[w] >>> seats | carry;
        }
        return new SeatBits(result, size);
    }

    /** Bit i of the result is bit i - {@code seats} of this one; 1..63. */
    SeatBits up(int seats) {
        var result = new long[words.length];
        for (int w = 0; w < result.length; w++) {
            long carry = w > 0 ? words[w - 1] >>> -seats : 0;
            result[w] = words[w] << seats | carry;
        }
        return new SeatBits(result, size).trimmed();
    }

    /** @return the lowest seat from {@code seat} on, or {@code size} when there is none */
    int next(int seat) {
        if (seat >= size) {
            return size;
        }
        int w = seat >> 6;
        long word = words[w] & -1L << seat;
        while (word == 0) {
            if (++w == words.length) {
                return size;
            }
            word = words[w];
        }
        return (w << 6) + Long.numberOfTrailingZeros(word);
    }

    /** @return the highest seat up to {@code seat}, or -1 when there is none */
    int previous(int seat) {
        if (seat < 0) {
            return -1;
        }
        int w = seat >> 6;
        long word = words[w] & -1L >>> ~seat;
        while (word == 0) {
            if (w-- == 0) {
                return -1;
            }
            word = words[w];
        }
        return (w << 6) + 63 - Long.numberOfLeadingZeros(word);
    }

    private SeatBits trimmed() {
        if ((size & 63) != 0) {
            words[words.length - 1] &= -1L >>> -size;
        }
        return this;
    }
}
