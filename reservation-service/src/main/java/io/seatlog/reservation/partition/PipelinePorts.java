package io.seatlog.reservation.partition;

import io.seatlog.reservation.expiry.HoldDeadlines;
import io.seatlog.reservation.journal.Journal;
import io.seatlog.reservation.seatmap.Projection;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All that a pipeline knows of the world.
 *
 * @param deadlines is told which holds end soon
 * @param clock for backoff only; decisions use log time
 * @param random for jitter only
 * @param owners makes the token of each opening, unguessable by other owners
 */
public record PipelinePorts(CommandLog commands, Journal journal, OutcomeLog outcomes, Projection projection,
        HoldDeadlines deadlines, InstantSource clock, RandomGenerator random, Supplier<UUID> owners) {}
