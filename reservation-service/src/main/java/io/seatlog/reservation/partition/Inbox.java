package io.seatlog.reservation.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was read and is not committed yet. A batch is taken from its front and comes back there when it could not be
 * committed; after failures of the data batches are halved until the culprit is alone.
 */
final class Inbox {
    /** Records, and about as many bookings: one record may name hundreds. */
    static final int LARGEST_BATCH = 2000;
    private final Deque<Received> waiting = new ArrayDeque<>();
    private int limit = LARGEST_BATCH;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Received received) {
        waiting.add(received);
    }

    List<Received> take() {
        var batch = new ArrayList<Received>(Math.min(limit, waiting.size()));
        int bookings = 0;
        while (batch.size() < limit && bookings < LARGEST_BATCH && !waiting.isEmpty()) {
            var next = waiting.removeFirst();
            bookings += next.bookingIds().size();
            batch.add(next);
        }
        return batch;
    }

    void putBack(List<Received> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
    }

    void drop(int partition) {
        waiting.removeIf(received -> received.record().partition() == partition);
    }

    /** @param size of the batch that failed */
    void halve(int size) {
        limit = Math.max(1, size / 2);
    }

    void committed() {
        limit = Math.min(LARGEST_BATCH, limit * 2);
    }
}
