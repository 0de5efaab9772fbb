package io.seatlog.reservation.journal;

import java.util.Optional;
import java.util.UUID;

/**
 * Which log a partition is, and what of it exists: a position means nothing without these.
 *
 * @param topicId Kafka's id of the topic, new whenever a topic is made anew
 * @param start the first offset that still exists
 * @param end the offset that the next record will get
 */
public record LogIdentity(UUID topicId, long start, long end) {

    /** @return why the position cannot be continued on this log, in words for an operator; empty when it can */
    public Optional<String> objection(Progress progress) {
        if (!topicId.equals(progress.topicId())) {
            return Optional
                    .of("the topic is another one: id " + topicId + ", the database continues " + progress.topicId()
                            + "; see the runbook for `seatlog log adopt`");
        }
        if (progress.nextOffset() < start) {
            return Optional.of("the log starts at " + start + ", undecided commands from " + progress.nextOffset()
                    + " on are gone");
        }
        if (progress.nextOffset() > end) {
            return Optional.of("the log ends at " + end + ", before the position " + progress.nextOffset()
                    + ": it lost its tail");
        }
        return Optional.empty();
    }
}
