package io.seatlog.reservation.partition;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one pipeline on a thread of its own: the only place that waits. */
public final class PartitionThread {
    private static final Logger log = LoggerFactory.getLogger(PartitionThread.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
    /** A stopping instance finishes what it has read, but not for ever. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration AFTER_BUG = Duration.ofSeconds(1);
    private final Thread thread;
    private final Supplier<Opened> open;
    private volatile boolean stopping;
    private volatile List<PartitionStatus> status = List.of();
    private volatile boolean settled;

    /** A pipeline and the membership to leave when it ends. */
    public record Opened(Pipeline pipeline, CommandLog commands) {}

    /** @param open makes a pipeline with fresh memory; called on the thread, again after a bug */
    public PartitionThread(String name, Supplier<Opened> open) {
        this.open = open;
        this.thread = new Thread(this::run, name);
    }

    public void start() {
        thread.start();
    }

    /** Lets the batch under way finish and leaves the group; does not wait for it. */
    public void stopSoon() {
        stopping = true;
    }

    public void awaitStopped() {
        try {
            if (!thread.join(STOP_WITHIN.multipliedBy(2))) {
                log.error("{} did not stop in time", thread.getName());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public List<PartitionStatus> status() {
        return status;
    }

    /** Whether the group has been joined and nothing is on its way to be opened. */
    public boolean settled() {
        return thread.isAlive() && settled;
    }

    private void run() {
        while (!stopping) {
            var opened = open.get();
            try {
                drive(opened.pipeline());
            } catch (RuntimeException bug) {
                log.error("A pipeline failed; its memory is dropped and its partitions are opened anew", bug);
            } finally {
                close(opened);
            }
            if (!stopping) {
                pause(AFTER_BUG);
            }
        }
    }

    private void drive(Pipeline pipeline) {
        boolean draining = false;
        long giveUpAt = System.nanoTime() + Long.MAX_VALUE / 2;
        long tellAt = System.nanoTime();
        while (!(stopping && pipeline.atRest()) && System.nanoTime() - giveUpAt < 0) {
            if (stopping && !draining) {
                draining = true;
                giveUpAt = System.nanoTime() + STOP_WITHIN.toNanos();
                pipeline.drain();
            }
            switch (pipeline.step()) {
                case Wait.None _ -> {
                }
                case Wait.ForAcknowledgement wait -> wait.publishing().await(LONGEST_WAIT);
                case Wait.Pause pause -> pipeline.idle(min(pause.length(), LONGEST_WAIT));
            }
            if (System.nanoTime() - tellAt >= 0) {
                tellAt = System.nanoTime() + LONGEST_WAIT.toNanos();
                status = pipeline.status();
                settled = pipeline.settled();
            }
        }
    }

    private void close(Opened opened) {
        status = List.of();
        settled = false;
        opened.commands().leave();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
