package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.sales.Sales;
import io.seatlog.ticketing.sales.SalesView;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sales that somebody watches, read again every two seconds, or as often as costs a tenth of one connection: one reading for
 * all who watch the same event, one reading at a time. A thread of its own; joined and left from event loops.
 */
final class SalesHub implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(250);
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int COST = 10;
    private final Sales sales;
    private final Frames frames;
    private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
    private final Loop loop;

    SalesHub(Sales sales, Frames frames) {
        this.sales = sales;
        this.frames = frames;
        loop = Loop.start("sales", TURN, this::turn);
    }

    private static final class Watched {
        private final Event event;
        private final Set<Channel> channels = new HashSet<>();
        private @Nullable SalesView told;
        private byte @Nullable [] frame;
        private long due = System.nanoTime();

        private Watched(Event event) {
            this.event = event;
        }
    }

    void join(Event event, Channel channel) {
        watched.compute(event.id(), (_, known) -> {
            var one = known == null ? new Watched(event) : known;
            one.channels.add(channel);
            if (one.frame != null) {
                channel.send(one.frame);
            }
            return one;
        });
    }

    void leave(Event event, Channel channel) {
        watched.computeIfPresent(event.id(), (_, one) -> {
            one.channels.remove(channel);
            return one.channels.isEmpty() ? null : one;
        });
    }

    private void turn() {
        for (var one : watched.values()) {
            if (System.nanoTime() - one.due >= 0) {
                read(one);
            }
        }
    }

    private void read(Watched one) {
        long from = System.nanoTime();
        // Before the query, so that one that fails is not repeated at once.
        one.due = from + EVERY_NANOS;
        var view = sales.of(one.event);
        long now = System.nanoTime();
        one.due = now + Math.max(EVERY_NANOS, COST * (now - from));
        watched.computeIfPresent(one.event.id(), (_, current) -> {
            if (current == one && (one.told == null || !one.told.isAs(view))) {
                one.told = view;
                var frame = frames.event("sales", null, view);
                one.frame = frame;
                one.channels.forEach(channel -> channel.send(frame));
            }
            return current;
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
