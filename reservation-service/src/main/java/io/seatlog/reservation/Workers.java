package io.seatlog.reservation;

import io.seatlog.reservation.partition.PartitionStatus;
import io.seatlog.reservation.partition.PartitionThread;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that own partitions. */
record Workers(List<PartitionThread> threads) {
    void start() {
        threads.forEach(PartitionThread::start);
    }

    /** All at once, so that one hand-over does not wait for another. */
    void stop() {
        threads.forEach(PartitionThread::stopSoon);
        threads.forEach(PartitionThread::awaitStopped);
    }

    boolean settled() {
        return threads.stream().allMatch(PartitionThread::settled);
    }

    List<PartitionStatus> status() {
        return threads.stream().flatMap(thread -> thread.status().stream()).toList();
    }

    Set<Integer> openPartitions() {
        return status().stream().filter(PartitionStatus::open).map(PartitionStatus::partition)
                .collect(Collectors.toSet());
    }
}
