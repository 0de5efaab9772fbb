package io.seatlog.reservation.partition;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A record of {@code seat-commands} as it was read.
 *
 * @param appendTime the broker's, never the sender's
 * @param traceparent W3C trace context of the sender
 */
public record LogRecord(int partition, long offset, Instant appendTime, byte @Nullable [] key, byte @Nullable [] value,
        @Nullable String traceparent) {}
