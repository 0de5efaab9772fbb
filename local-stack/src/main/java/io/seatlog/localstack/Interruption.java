package io.seatlog.localstack;

import java.time.Duration;

/**
 * Ctrl-C and SIGTERM become an interrupt of the main thread, which alone starts and stops children: so a signal in the
 * middle of a start is no special case.
 */
final class Interruption {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(90);
    private static volatile boolean done;

    private Interruption() {}

    static void ofMainThread() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (done) {
                return;
            }
            main.interrupt();
            try {
                main.join(STOPS_WITHIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "interruption"));
    }

    /** From now on a shutdown does not wait for the main thread, which is about to ask for it. */
    static void mainThreadIsDone() {
        done = true;
    }
}
