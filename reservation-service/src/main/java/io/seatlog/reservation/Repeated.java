package io.seatlog.reservation;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something done again and again on a thread of its own, whatever happened the last time. */
final class Repeated {
    private static final Logger log = LoggerFactory.getLogger(Repeated.class);
    private final String name;
    private final Runnable pass;
    private final Duration pause;
    private @Nullable ScheduledExecutorService executor;

    Repeated(String name, Runnable pass, Duration pause) {
        this.name = name;
        this.pass = pass;
        this.pause = pause;
    }

    void start() {
        var started = Executors.newSingleThreadScheduledExecutor(run -> Thread.ofPlatform().name(name).unstarted(run));
        started.scheduleWithFixedDelay(this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        executor = started;
    }

    void stop() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    private void run() {
        try {
            pass.run();
        } catch (RuntimeException bug) {
            log.error("{} failed", name, bug);
        }
    }
}
