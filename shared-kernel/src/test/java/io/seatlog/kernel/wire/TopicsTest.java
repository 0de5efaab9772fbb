package io.seatlog.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final Topics.Spec COMMANDS = Topics.specs(64, 3, 2).getFirst();

    @Test
    void asksForWhatThePromisesRestOn() {
        var specs = Topics.specs(64, 3, 2);

        assertThat(specs).extracting(Topics.Spec::name).containsExactly("seat-commands", "booking-outcomes",
                "seat-dead-letters");
        assertThat(specs).extracting(Topics.Spec::partitions).containsExactly(64, 64, 1);
        assertThat(specs).extracting(spec -> spec.settings().get("retention.ms")).containsExactly("7776000000",
                "259200000", "7776000000");
        assertThat(specs).allSatisfy(spec -> {
            assertThat(spec.replicationFactor()).isEqualTo((short) 3);
            assertThat(spec.settings()).containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("min.insync.replicas", "2").containsEntry("cleanup.policy", "delete")
                    .containsEntry("unclean.leader.election.enable", "false").containsEntry("retention.bytes", "-1");
        });
    }

    @Test
    void findsNoDifferenceInATopicOfItsOwnMaking() {
        var actual = new HashMap<>(COMMANDS.settings());
        actual.put("segment.bytes", "1");

        assertThat(COMMANDS.differences(64, 3, actual)).isEmpty();
        assertThat(COMMANDS.differences(64, 5, actual)).as("more replicas do no harm").isEmpty();
    }

    @Test
    void namesEveryDifference() {
        for (var setting : COMMANDS.settings().keySet()) {
            var other = new HashMap<>(COMMANDS.settings());
            other.put(setting, "other");
            var missing = new HashMap<>(COMMANDS.settings());
            missing.remove(setting);

            assertThat(COMMANDS.differences(64, 3, other)).containsExactly("topic seat-commands: " + setting
                    + " is other, must be " + COMMANDS.settings().get(setting));
            assertThat(COMMANDS.differences(64, 3, missing)).singleElement().asString().contains(setting + " is null");
        }
        assertThat(COMMANDS.differences(63, 2, COMMANDS.settings())).containsExactly(
                "topic seat-commands: partitions is 63, must be 64",
                "topic seat-commands: replication factor is 2, must be 3");
    }
}
