package io.seatlog.reservation.memory;

import io.seatlog.reservation.journal.BatchWrites;

/** What goes wrong with the next call. */
public interface JournalFaults {
    JournalFaults NONE = new JournalFaults() {
        @Override
        public boolean unreachable() {
            return false;
        }

        @Override
        public boolean answerLost() {
            return false;
        }
    };

    /** Nothing happens, and the caller gets no answer. */
    boolean unreachable();

    /** It happens, and the caller gets no answer. */
    boolean answerLost();

    /** The transaction of a commit stays open, and the caller gets no answer. */
    default boolean staysOpen() {
        return false;
    }

    /** The database refuses the data, however often it is asked. */
    default boolean unstorable(BatchWrites writes) {
        return false;
    }
}
