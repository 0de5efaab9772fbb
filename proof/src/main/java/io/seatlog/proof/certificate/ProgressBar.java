package io.seatlog.proof.certificate;

import java.io.PrintStream;
import java.time.Duration;

/** Shows progress on one line of a terminal, and as a line now and then elsewhere. */
final class ProgressBar implements Progress, AutoCloseable {
    private static final int WIDTH = 30;
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(5);
    private final PrintStream out;
    private final boolean terminal;
    private final long started = System.nanoTime();
    private long drawn = Long.MIN_VALUE;
    private String stage = "";
    private int lastLength;

    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void at(String now, long done, long total) {
        long nanos = System.nanoTime() - started;
        var every = terminal ? REDRAW : LINE;
        if (now.equals(stage) && nanos - drawn < every.toNanos()) {
            return;
        }
        stage = now;
        drawn = nanos;
        var text = "%5.1f s  %s%s".formatted(nanos / 1e9, bar(done, total), now)
                + (done == 0 ? "" : " (%,d%s)".formatted(done, total == 0 ? "" : " of %,d".formatted(total)));
        if (terminal) {
            out.print("\r" + text + " ".repeat(Math.max(0, lastLength - text.length())));
            lastLength = text.length();
            out.flush();
        } else {
            out.println(text);
        }
    }

    private String bar(long done, long total) {
        if (total == 0 || !terminal) {
            return "";
        }
        int full = (int) Math.clamp(done * WIDTH / total, 0, WIDTH);
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] ";
    }

    @Override
    public void close() {
        if (terminal && lastLength > 0) {
            out.print("\r" + " ".repeat(lastLength) + "\r");
            out.flush();
        }
    }
}
