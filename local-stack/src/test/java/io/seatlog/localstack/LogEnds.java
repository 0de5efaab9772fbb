package io.seatlog.localstack;

import io.seatlog.kernel.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whether anything on the log is still undecided. */
final class LogEnds {
    private LogEnds() {}

    static boolean equalPositions(String kafka, RunningSystem system) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka));
                var connection = system.database();
                var statement = connection.createStatement();
                var rows = statement
                        .executeQuery("select partition, next_offset from reservation.partition_progress")) {
            var specs = new HashMap<TopicPartition, OffsetSpec>();
            var positions = new HashMap<TopicPartition, Long>();
            while (rows.next()) {
                var partition = new TopicPartition(Topics.COMMANDS, rows.getInt(1));
                specs.put(partition, OffsetSpec.latest());
                positions.put(partition, rows.getLong(2));
            }
            return admin.listOffsets(specs).all().get().entrySet().stream()
                    .allMatch(end -> positions.getOrDefault(end.getKey(), -1L) == end.getValue().offset());
        }
    }
}
