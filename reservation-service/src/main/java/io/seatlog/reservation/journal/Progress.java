package io.seatlog.reservation.journal;

import java.time.Instant;
import java.util.UUID;

/**
 * The row of a partition: its only position.
 *
 * @param owner the token that the fence compares
 * @param logTime the highest log time decided so far; time never goes back
 * @param outcomes of the last batch, as published; empty when there was none
 */
public record Progress(int partition, UUID topicId, int generation, UUID owner, long nextOffset, Instant logTime,
        byte[] outcomes) {}
