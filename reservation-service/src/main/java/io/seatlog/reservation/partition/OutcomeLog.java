package io.seatlog.reservation.partition;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where outcomes are published; never blocks the caller. */
public interface OutcomeLog {
    /** @param publications by the partition of their commands; outcomes go to the partition of the same number */
    Publishing publish(Map<Integer, List<Publication>> publications);

    /** Publications under way. */
    interface Publishing {
        enum State {
            UNDER_WAY,
            ACKNOWLEDGED,
            FAILED
        }

        State state();

        /** Waits until the state is no longer {@link State#UNDER_WAY}, at most so long. */
        void await(Duration atMost);
    }
}
