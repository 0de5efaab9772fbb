package io.seatlog.reservation.partition;

/**
 * How a partition stands.
 *
 * @param reason why it is stopped, else empty
 */
public record PartitionStatus(int partition, boolean open, boolean stopped, long nextOffset, String reason) {
    static PartitionStatus of(OwnedPartition partition) {
        boolean stopped = partition.state() == OwnedPartition.State.STOPPED;
        return new PartitionStatus(partition.number(), partition.isOpen(), stopped, partition.nextOffset(),
                stopped ? partition.stopReason() : "");
    }
}
