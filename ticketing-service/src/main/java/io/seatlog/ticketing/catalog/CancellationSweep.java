package io.seatlog.ticketing.catalog;

import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.log.Appended;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.log.Positions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Ends the bookings of cancelled events: closes every subsection on the log, cancels what is held or confirmed in slices,
 * waits until that is decided, and looks again until nothing is left. All state that counts is in the event's row, in the
 * log and in the truth; after a crash the lease of the row runs out and any instance begins anew. Everything here runs on
 * one thread.
 */
@Component
final class CancellationSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CancellationSweep.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int EVENTS = 4;
    private static final int CONCURRENCY = 64;
    /** Longer than the log may take to acknowledge. With {@link #AWAITED} shorter than the lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(11);
    private static final Duration AWAITED = Duration.ofSeconds(8);
    private final DueCancellations due;
    private final EventReader reader;
    private final CommandLog log;
    private final Positions positions;
    private final List<Work> works = new ArrayList<>();
    private final Loop loop;

    CancellationSweep(DueCancellations due, EventReader reader, CommandLog log, Positions positions) {
        this.due = due;
        this.reader = reader;
        this.log = log;
        this.positions = positions;
        loop = Loop.start("cancellations", PAUSE, this::sweep);
    }

    private record Work(Cancellation cancellation, long sentAtNanos) {}

    private record Sent(Cancellation.Order order, Appended place) {}

    private void sweep() {
        if (works.size() < EVENTS) {
            take();
        }
        for (var work : List.copyOf(works)) {
            if (isDue(work)) {
                works.remove(work); // After a fault it is left to its lease.
                go(work.cancellation());
            }
        }
    }

    private void take() {
        for (var id : due.take(EVENTS - works.size())) {
            works.removeIf(work -> work.cancellation().eventId().equals(id));
            LOG.info("Cancelling event {}: {} bookings are held or confirmed", id, due.countLive(id));
            works.add(new Work(new Cancellation(Objects.requireNonNull(reader.anyById(id))), System.nanoTime()));
        }
    }

    private boolean isDue(Work work) {
        if (!work.cancellation().isAwaiting(positions.decided())) {
            return true;
        }
        if (System.nanoTime() - work.sentAtNanos() < AWAITED.toNanos()) {
            return false;
        }
        work.cancellation().stopAwaiting();
        return true;
    }

    private void go(Cancellation cancellation) {
        var id = cancellation.eventId();
        if (!due.keep(id)) {
            return;
        }
        var decided = positions.decided();
        var unclosed = due.unclosed(id);
        var orders = cancellation.next(decided, unclosed, due.live(id, cancellation.after(), Cancellation.PAGE));
        if (cancellation.isDone()) {
            if (due.finish(id)) {
                LOG.info("Event {} is cancelled: {} bookings were ended with it", id, due.countEnded(id));
            }
            return;
        }
        send(orders).forEach(sent -> cancellation.sent(sent.order(), sent.place()));
        works.add(new Work(cancellation, System.nanoTime()));
    }

    private List<Sent> send(List<Cancellation.Order> orders) {
        return Objects.requireNonNull(Flux.fromIterable(orders)
                .flatMap(order -> log.append(order.to().partition(), order.to().key(), order.command())
                        .map(place -> new Sent(order, place)), CONCURRENCY)
                .collectList().block(PATIENCE));
    }

    @Override
    public void close() {
        loop.close();
    }
}
