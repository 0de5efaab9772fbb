package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.blocking.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The pulse of the streams: one thread, ten ticks a second, nothing in them blocks. Periods are in ticks. */
final class StreamBeat implements SmartLifecycle {
    static final int SECOND = 10;
    static final int COMMENT = 15 * SECOND;
    static final int REREAD = 30 * SECOND;
    private static final Duration TICK = Duration.ofMillis(100);
    private final OpenStreams streams;
    private final BookingHub bookings;
    private final BuyerHub buyers;
    private volatile @Nullable Loop loop;
    private long tick;

    StreamBeat(OpenStreams streams, BookingHub bookings, BuyerHub buyers) {
        this.streams = streams;
        this.bookings = bookings;
        this.buyers = buyers;
    }

    private void beat() {
        long now = tick++;
        streams.beat(now);
        bookings.beat(now);
        buyers.beat(now);
    }

    @Override
    public void start() {
        streams.admit(true);
        loop = Loop.start("stream-beat", TICK, this::beat);
    }

    /** Before the web server stops taking requests: its graceful end would wait for streams that never end. */
    @Override
    public void stop() {
        var beating = loop;
        if (beating != null) {
            beating.close();
        }
        streams.endAll();
        loop = null;
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }
}
