package io.seatlog.localstack;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What the user sees. Thread-safe. */
final class Console {

    private final PrintWriter out;
    private final long startedNanos = System.nanoTime();

    Console(PrintWriter out) {
        this.out = out;
    }

    /** A step that is done, with the time since the command was given. */
    synchronized void progress(String what, String detail) {
        out.printf(Locale.ROOT, "  %5.1f s  %-16s %s%n", elapsed().toMillis() / 1000.0, what, detail);
        out.flush();
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
