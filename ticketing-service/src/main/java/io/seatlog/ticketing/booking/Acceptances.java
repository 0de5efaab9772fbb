package io.seatlog.ticketing.booking;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The last requests that this instance accepted, so that their repetition is answered without the log. Only a memory:
 * what it has forgotten, or another instance accepted, is settled in the log. Some 20 MB when full. Thread-safe.
 */
@Component
final class Acceptances {
    static final int MAX = 100_000;
    private final Map<UUID, Acceptance> byId = HashMap.newHashMap(MAX);
    private final ArrayDeque<UUID> oldestFirst = new ArrayDeque<>();

    /** @param contentHash of the accepted request */
    record Acceptance(UUID contentHash, Receipt receipt) {}

    synchronized @Nullable Acceptance find(UUID bookingId) {
        return byId.get(bookingId);
    }

    /** The first acceptance of an id counts: it is the one that the log decides first. */
    synchronized void remember(UUID contentHash, Receipt receipt) {
        var accepted = new Acceptance(contentHash, receipt);
        var before = byId.putIfAbsent(receipt.bookingId(), accepted);
        if (before != null) {
            if (before.receipt().generation() < receipt.generation()) {
                byId.put(receipt.bookingId(), accepted);
            }
            return;
        }
        oldestFirst.add(receipt.bookingId());
        if (oldestFirst.size() > MAX) {
            byId.remove(oldestFirst.remove());
        }
    }
}
