package io.seatlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Processes that outlived their launcher. A pid alone proves nothing (it may be somebody else's by now), so the pid file
 * holds the start time too, and only a process that matches both is ours to end.
 */
public final class Leftover {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** The kernel derives start times from the boot time, which moves when the clock is corrected. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private Leftover() {}

    /** Ends the process that the pid file names, if it is still the same one, and waits for its end. */
    public static void end(Path pidFile, Signal signal) {
        find(pidFile).ifPresent(handle -> end(handle, signal));
        forget(pidFile);
    }

    static void end(ProcessHandle handle, Signal signal) {
        signal.sendTo(handle.pid());
        if (endsWithin(handle, PATIENCE)) {
            return;
        }
        handle.destroyForcibly();
        if (!endsWithin(handle, PATIENCE)) {
            throw new IllegalStateException("Process " + handle.pid() + " cannot be ended");
        }
    }

    /** The process that the pid file names, when it still runs and is the same one. */
    public static Optional<ProcessHandle> find(Path pidFile) {
        try {
            String[] fields = Files.readString(pidFile).strip().split(" ", -1);
            if (fields.length != 2) {
                return Optional.empty(); // Torn by a crash while it was written: the guard has ended that process.
            }
            Instant started = Instant.ofEpochMilli(Long.parseLong(fields[1]));
            return ProcessHandle.of(Long.parseLong(fields[0])).filter(ProcessHandle::isAlive)
                    .filter(handle -> !isZombie(handle.pid()))
                    .filter(handle -> handle.info().startInstant()
                            .map(instant -> Duration.between(instant, started).abs().compareTo(TOLERANCE) <= 0)
                            .orElse(false));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void record(Path pidFile, ProcessHandle handle) throws IOException {
        Instant started = handle.info().startInstant().orElseGet(Instant::now);
        Files.createDirectories(pidFile.toAbsolutePath().getParent());
        Files.writeString(pidFile, handle.pid() + " " + started.toEpochMilli() + "\n", StandardCharsets.US_ASCII);
    }

    static void forget(Path pidFile) {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean endsWithin(ProcessHandle handle, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (handle.isAlive() && !isZombie(handle.pid())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for the end of " + handle.pid(), e);
            }
        }
        return true;
    }

    /** Ended, but not yet collected by its parent: in a container that may be an init that never collects. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException noProcOrGone) {
            return false;
        }
    }
}
