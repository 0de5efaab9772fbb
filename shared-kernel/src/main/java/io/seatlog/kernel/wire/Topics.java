package io.seatlog.kernel.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** The topics and the settings that the promises rest on. Applied by us, checked at start, refused when different. */
public final class Topics {
    public static final String COMMANDS = "seat-commands";
    public static final String OUTCOMES = "booking-outcomes";
    public static final String DEAD_LETTERS = "seat-dead-letters";
    /** Record header of outcomes: the subsection id, 4 bytes big-endian. */
    public static final String SUBSECTION_HEADER = "s";

    private Topics() {}

    /** @param settings of the topic; others are the broker's business */
    public record Spec(String name, int partitions, short replicationFactor, Map<String, String> settings) {
        /** @return each difference in words, none when the topic is as it must be */
        public List<String> differences(int actualPartitions, int actualReplicationFactor, Map<String, String> actual) {
            var differences = new ArrayList<String>();
            if (actualPartitions != partitions) {
                differences.add(difference("partitions", actualPartitions, partitions));
            }
            if (actualReplicationFactor < replicationFactor) {
                differences.add(difference("replication factor", actualReplicationFactor, replicationFactor));
            }
            settings.forEach((setting, required) -> {
                var is = actual.get(setting);
                if (!required.equals(is)) {
                    differences.add(difference(setting, is, required));
                }
            });
            return differences;
        }

        private String difference(String what, @Nullable Object is, Object required) {
            return "topic " + name + ": " + what + " is " + is + ", must be " + required;
        }
    }

    public static List<Spec> specs(int partitions, int replicationFactor, int minInsyncReplicas) {
        return List.of(spec(COMMANDS, partitions, replicationFactor, minInsyncReplicas, Duration.ofDays(90)),
                spec(OUTCOMES, partitions, replicationFactor, minInsyncReplicas, Duration.ofDays(3)),
                spec(DEAD_LETTERS, 1, replicationFactor, minInsyncReplicas, Duration.ofDays(90)));
    }

    private static Spec spec(String name, int partitions, int replicationFactor, int minInsync, Duration retention) {
        var settings = new TreeMap<String, String>();
        settings.put("cleanup.policy", "delete");
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("min.insync.replicas", Integer.toString(minInsync));
        settings.put("retention.bytes", "-1");
        settings.put("retention.ms", Long.toString(retention.toMillis()));
        settings.put("unclean.leader.election.enable", "false");
        return new Spec(name, partitions, (short) replicationFactor, settings);
    }
}
