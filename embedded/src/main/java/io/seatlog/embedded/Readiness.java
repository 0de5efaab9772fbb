package io.seatlog.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a child that has been launched. */
final class Readiness {

    private static final long POLL_MILLIS = 40;

    private Readiness() {}

    /** Returns when the check holds; a child that ends or is late is killed and reported with the end of its log. */
    static void await(ChildProcess child, Duration limit, BooleanSupplier check) {
        boolean ready = false;
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!check.getAsBoolean()) {
                if (!child.isAlive()) {
                    throw new IllegalStateException(child.name() + " ended while it started:\n" + child.logTail());
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            child.name() + " was not ready within " + limit.toSeconds() + " s:\n" + child.logTail());
                }
                pause(child);
            }
            ready = true;
        } finally {
            if (!ready) {
                child.kill();
            }
        }
    }

    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static void pause(ChildProcess child) {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + child.name() + " starts", e);
        }
    }
}
