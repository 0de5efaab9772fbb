package io.seatlog.ticketing.updates;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the streams of one instance.
 *
 * @param maxOpen all kinds together; estimated at 20 KiB each, so 10,000 fit a heap of 512 MiB and 20,000 file descriptors
 * @param maxPublic of these for those that anybody may open, which show an event; the rest stays for buyers' own
 * @param maxPerCaller of one caller: some tabs, each with some bookings; a browser opens six at most
 * @param maxAge after which a stream ends and its client connects anew, so that streams spread over new instances
 * @param maxFrames messages that may wait for one slow reader before it is cut off
 */
@ConfigurationProperties("seatlog.streams")
public record StreamProperties(@DefaultValue("10000") int maxOpen, @DefaultValue("6000") int maxPublic,
        @DefaultValue("20") int maxPerCaller, @DefaultValue("30m") Duration maxAge, @DefaultValue("64") int maxFrames) {
    /** What an event stream begins with: the counts and twenty maps. */
    private static final int MIN_FRAMES = 32;

    public StreamProperties {
        if (maxOpen < 1 || maxOpen > 100_000) {
            throw new IllegalArgumentException("seatlog.streams.max-open must be 1..100000");
        }
        if (maxPublic < 1 || maxPublic > maxOpen) {
            throw new IllegalArgumentException("seatlog.streams.max-public must be 1..max-open");
        }
        if (maxPerCaller < 1 || maxPerCaller > 10_000) {
            throw new IllegalArgumentException("seatlog.streams.max-per-caller must be 1..10000");
        }
        if (maxAge.compareTo(Duration.ofSeconds(1)) < 0 || maxAge.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("seatlog.streams.max-age must be 1s..24h");
        }
        if (maxFrames < MIN_FRAMES || maxFrames > 10_000) {
            throw new IllegalArgumentException("seatlog.streams.max-frames must be " + MIN_FRAMES + "..10000");
        }
    }
}
