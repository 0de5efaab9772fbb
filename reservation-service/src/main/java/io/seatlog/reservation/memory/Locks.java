package io.seatlog.reservation.memory;

import io.seatlog.reservation.journal.BatchWrites;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The rows and keys that a transaction keeps others from while it is open. */
record Locks(Set<Object> keys) {
    private record Partition(int number) {}

    private record Seat(int subsectionId, int seat) {}

    private record Subsection(int id) {}

    static Locks of(BatchWrites writes) {
        var keys = new HashSet<>();
        writes.advances().forEach(row -> keys.add(new Partition(row.partition())));
        writes.inserted().forEach(row -> keys.add(row.booking().id()));
        writes.changed().forEach(row -> keys.add(row.booking().id()));
        writes.taken().forEach(row -> keys.add(row.buyer()));
        writes.released().forEach(row -> keys.add(new Seat(row.subsectionId(), row.seat())));
        writes.claimed().forEach(row -> keys.add(new Seat(row.subsectionId(), row.seat())));
        writes.opened().forEach(row -> keys.add(new Subsection(row.opening().subsectionId())));
        writes.resold().forEach(row -> keys.add(new Subsection(row.subsectionId())));
        writes.reworded().forEach(row -> keys.add(new Subsection(row.subsectionId())));
        return new Locks(keys);
    }

    boolean holds(int partition) {
        return keys.contains(new Partition(partition));
    }

    boolean collideWith(Locks others) {
        return !Collections.disjoint(keys, others.keys);
    }
}
