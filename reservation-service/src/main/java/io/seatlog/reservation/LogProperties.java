package io.seatlog.reservation;

import io.seatlog.kernel.wire.Topics;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the topics must be.
 *
 * @param partitions of the commands and the outcomes; changing it later affects new events only
 * @param replicationFactor copies of every record
 * @param minInsyncReplicas copies that must exist before a record is acknowledged
 */
@Validated
@ConfigurationProperties("seatlog.log")
public record LogProperties(@DefaultValue("64") @Min(1) @Max(1000) int partitions,
        @DefaultValue("3") @Min(1) @Max(5) int replicationFactor,
        @DefaultValue("2") @Min(1) @Max(5) int minInsyncReplicas) {
    List<Topics.Spec> topics() {
        return Topics.specs(partitions, replicationFactor, minInsyncReplicas);
    }
}
