package io.seatlog.ticketing.blocking;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a blocking step on a thread of its own until closed. A failing step is tried again at the next turn; an outage
 * is logged when it begins and when it ends, not at every turn.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private final String name;
    private final Duration pause;
    private final Step step;
    private final CountDownLatch closed = new CountDownLatch(1);
    private int failures;

    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private Loop(String name, Duration pause, Step step) {
        this.name = name;
        this.pause = pause;
        this.step = step;
    }

    /** @param pause between the end of one step and the start of the next */
    public static Loop start(String name, Duration pause, Step step) {
        var loop = new Loop(name, pause, step);
        Thread.ofPlatform().daemon().name(name).start(loop::run);
        return loop;
    }

    private void run() {
        try {
            do {
                once();
            } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** The loop is where every fault of its step ends: it must outlive them all. */
    private void once() throws InterruptedException {
        try {
            step.run();
            if (failures > 0) {
                LOG.info("{} works again after {} failures", name, failures);
                failures = 0;
            }
        } catch (InterruptedException end) {
            throw end;
        } catch (Exception fault) {
            if (failures++ == 0 && closed.getCount() > 0) {
                LOG.warn("{} failed and will be repeated: {}", name, fault.toString());
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
