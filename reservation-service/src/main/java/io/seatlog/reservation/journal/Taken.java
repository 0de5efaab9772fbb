package io.seatlog.reservation.journal;

/** What came of taking a partition's row. */
public sealed interface Taken {
    /** The row is mine; every earlier owner is fenced. */
    record Mine(Progress progress) implements Taken {}

    /** Nothing was written: position and log do not belong together, and only an operator can decide. */
    record Refused(String objection) implements Taken {}

    /** Nothing was written: somebody took the row after the owner who asks. */
    record Foreign() implements Taken {}
}
