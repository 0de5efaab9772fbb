package io.seatlog.ticketing.log;

import java.util.UUID;

/**
 * How far a partition is decided, and of which log: what it takes to know whether a command will be.
 *
 * @param topicId of the log that the partition's owner decides
 * @param nextOffset the first one not decided
 */
public record Position(UUID topicId, int generation, long nextOffset) {
    /** Whether commands may be put on that topic: what is put on another one waits for ever. */
    public boolean isOn(UUID topic) {
        return topicId.equals(topic);
    }

    /**
     * Whether the command that got this offset will be decided. Not one below the position: the log lost its tail, or became
     * another one meanwhile, and this offset counts as decided already.
     */
    public boolean awaits(long offset) {
        return offset >= nextOffset;
    }

    /** Whether a command of that generation's log is lost when it was not decided. */
    public boolean isAfter(int otherGeneration) {
        return generation > otherGeneration;
    }
}
