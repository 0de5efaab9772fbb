package io.seatlog.localstack;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM become an interrupt of the main thread, which alone starts and stops children: so a signal in the
 * middle of a start is no special case.
 */
final class Interruption {

    private static final int STOPS_WITHIN_SECONDS = 90;
    /** Not the end of the thread: it ends by System.exit, which waits for the shutdown that waits for this. */
    private static final CountDownLatch DONE = new CountDownLatch(1);

    private Interruption() {}

    static void ofMainThread() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (DONE.getCount() == 0) {
                return;
            }
            main.interrupt();
            try {
                if (!DONE.await(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("Not everything was stopped within " + STOPS_WITHIN_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "interruption"));
    }

    /** From now on a shutdown does not wait for the main thread, which is about to ask for one. */
    static void mainThreadIsDone() {
        DONE.countDown();
    }
}
