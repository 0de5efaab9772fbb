package io.seatlog.kernel.seating;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Seat numbers of one subsection, ascending and without duplicates. A seat's number is its place in row-major order, from 0. */
public final class Seats {
    public static final Seats NONE = new Seats(new short[0]);
    private final short[] numbers;

    private Seats(short[] numbers) {
        this.numbers = numbers;
    }

    /** @throws IllegalArgumentException when a number repeats or cannot be a seat's */
    public static Seats of(int... numbers) {
        var sorted = numbers.clone();
        Arrays.sort(sorted);
        var shorts = new short[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] < 0 || sorted[i] >= SeatingPlan.MAX_SEATS || i > 0 && sorted[i] == sorted[i - 1]) {
                throw new IllegalArgumentException(
                        "seat numbers out of range or repeated: " + Arrays.toString(numbers));
            }
            shorts[i] = (short) sorted[i];
        }
        return shorts.length == 0 ? NONE : new Seats(shorts);
    }

    public int size() {
        return numbers.length;
    }

    public boolean isEmpty() {
        return numbers.length == 0;
    }

    public int get(int index) {
        return numbers[index];
    }

    public boolean contains(int number) {
        return stream().anyMatch(each -> each == number);
    }

    public IntStream stream() {
        return IntStream.range(0, numbers.length).map(i -> numbers[i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seats seats && Arrays.equals(numbers, seats.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
