package io.seatlog.proof.simulation;

/** What may go wrong. Each simulation has a selection of them: all at once would drown most of what they do to each other. */
enum Fault {
    /** The database does not answer, and did nothing. */
    DATABASE_AWAY,
    /** The database did what it was asked, and the answer was lost. */
    ANSWER_LOST,
    /** A transaction stays open; it commits or is rolled back much later. */
    TRANSACTION_OPEN,
    /** The database refuses some bookings, now and always. */
    UNSTORABLE,
    /** Commands cannot be read for a moment. */
    POLL_FAILS,
    /** Records are handed out once more. */
    REDELIVERY,
    /** Records are left out that were not read yet. */
    GAP,
    /** Outcomes do not reach the log, and it says so. */
    PUBLICATION_LOST,
    /** Outcomes reach the log, and nobody hears of it. */
    PUBLICATION_UNANSWERED,
    /** A process ends between any two steps, and another one starts. */
    CRASH,
    /** Partitions move to another process while the first does not know yet. */
    REBALANCE,
    /** The map store does not answer. */
    MAP_AWAY,
    /** A write to the map store is given up by its writer, and arrives later. */
    MAP_LATE,
    /** The map store loses keys, or all of them. */
    MAP_LOST,
    /** The map store goes back to an earlier moment. */
    MAP_BACK,
    /** A map is torn. */
    MAP_TORN,
    /** The map store holds a map of a later time, from a database that was set back since. */
    MAP_AHEAD,
    /** Processes have other times than the world. */
    CLOCKS_APART,
    /** A new leader of a partition has an earlier time. */
    LOG_TIME_BACK,
    /** Clients repeat what they sent, also what was accepted. */
    REPEATS,
    /** An accepted request is on the log and its client was told nothing. */
    ACCEPTANCE_LOST,
    /** One id in two subsections. */
    TWINS,
    /** Bytes that are no command, and commands that do not belong where they are. */
    POISON,
    /** A question for the end of holds is lost, or its answer is. */
    QUESTION_LOST,
    /** The topic is replaced by an empty one, until an operator adopts it. */
    LOG_REPLACED,
    /** The newest records of a partition are gone, decided ones only; new ones get their offsets. */
    LOG_TAIL_LOST,
    /** A reader of outcomes misses some, and reads the database again. */
    READER_RESET,
    /** The payment provider does not hear a call. */
    PROVIDER_DEAF,
    /** The payment provider does what it is asked, at once or much later, and the answer is lost. */
    PROVIDER_MUTE,
    /** Cards are declined, captures refused, and banks ask their customers. */
    CARD_TROUBLE
}
