package io.seatlog.reservation.journal;

/** What came of committing a batch. Everything but {@link Committed} was rolled back for certain. */
public sealed interface CommitResult {
    record Committed() implements CommitResult {}

    /** The partition has another owner or another position. */
    record Fenced(int partition) implements CommitResult {}

    /** A booking of the same id was made in another partition meanwhile: read again, decide again. */
    record Twin() implements CommitResult {}

    /** A buyer got tickets in another partition meanwhile, and has more than allowed with these: read again, decide again. */
    record LimitPassed() implements CommitResult {}

    /** Somebody else held a row too long, perhaps a paused owner: the same batch may pass a little later. */
    record Busy() implements CommitResult {}

    /** A seat that memory says is free has a claim: memory is wrong, or somebody else writes. */
    record SeatClaimed(int subsectionId) implements CommitResult {}

    /** A row that must have changed did not. */
    record Mismatch(String what) implements CommitResult {}

    /** The data of some record cannot be stored; repeating will not help. */
    record Unstorable(String why) implements CommitResult {}
}
