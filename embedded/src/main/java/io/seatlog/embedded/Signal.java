package io.seatlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Signals that this project sends. Java itself only knows TERM and KILL, so the shell's built-in {@code kill} sends them. */
public enum Signal {

    /** Orderly end of a JVM or of Redis. */
    TERM,
    /** PostgreSQL's fast shutdown: roll back, disconnect, checkpoint. */
    INT,
    /** No goodbye. */
    KILL,
    /** Freeze. */
    STOP,
    /** Thaw. */
    CONT;

    /** Sends this signal; a process that has already gone is no error. */
    public void sendTo(long pid) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid + " 2>/dev/null").start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("kill -" + name() + " " + pid + " does not return");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending " + name() + " to " + pid, e);
        }
    }
}
