package io.seatlog.embedded.provider;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.node.ObjectNode;

/** Merchant calls that came in well formed and with the right key since the start, whatever became of them. */
final class CallCounts {
    private final Map<Operation, LongAdder> counts;

    CallCounts() {
        var counts = new EnumMap<Operation, LongAdder>(Operation.class);
        for (Operation operation : Operation.values()) {
            counts.put(operation, new LongAdder());
        }
        this.counts = Collections.unmodifiableMap(counts);
    }

    void count(Operation operation) {
        counts.getOrDefault(operation, new LongAdder()).increment();
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        counts.forEach((operation, count) -> json.put(operation.wireName(), count.sum()));
        return json;
    }
}
