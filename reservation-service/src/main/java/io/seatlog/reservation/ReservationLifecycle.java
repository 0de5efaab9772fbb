package io.seatlog.reservation;

import io.seatlog.reservation.partition.TopicSetup;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Topics first, then the partitions, then the sweep; at the end the partitions are handed over before anything closes. */
final class ReservationLifecycle implements SmartLifecycle {
    private final TopicSetup topics;
    private final Workers workers;
    private final Runnable sweep;
    private final Duration sweepEvery;
    private @Nullable ScheduledExecutorService sweeper;

    ReservationLifecycle(TopicSetup topics, Workers workers, Runnable sweep, Duration sweepEvery) {
        this.topics = topics;
        this.workers = workers;
        this.sweep = sweep;
        this.sweepEvery = sweepEvery;
    }

    @Override
    public void start() {
        topics.ensure();
        workers.start();
        var executor = Executors
                .newSingleThreadScheduledExecutor(run -> Thread.ofPlatform().name("map-sweep").unstarted(run));
        executor.scheduleWithFixedDelay(sweep, sweepEvery.toMillis(), sweepEvery.toMillis(), TimeUnit.MILLISECONDS);
        sweeper = executor;
    }

    @Override
    public void stop() {
        workers.stop();
        var executor = sweeper;
        if (executor != null) {
            executor.shutdownNow();
            sweeper = null;
        }
    }

    @Override
    public boolean isRunning() {
        return sweeper != null;
    }
}
