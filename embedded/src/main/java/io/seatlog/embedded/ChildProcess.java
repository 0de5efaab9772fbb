package io.seatlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One running process of ours, in a session of its own, its output in a file, its pid and start time in another, watched
 * by the {@link Guard}. Lifecycle: {@link #launch} → running → {@link #stop} or {@link #kill} or its own end; never
 * restarted, a restart is a new launch. Thread-safe.
 */
public final class ChildProcess {

    /**
     * What to run.
     *
     * @param name for messages
     * @param command program and arguments; no secrets, others can read it
     * @param environment added to ours
     * @param log both output streams are appended to it
     * @param pidFile written at launch, removed after an orderly end; what it names is ended before the launch
     * @param stopSignal what asks it to end in an orderly way
     */
    public record Plan(String name, List<String> command, Map<String, String> environment, Path log, Path pidFile,
            Signal stopSignal) {

        public Plan {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private final Plan plan;
    private final Process process;

    private ChildProcess(Plan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    /** Ends what an earlier launch left behind, then starts the process; does not wait until it is ready. */
    public static ChildProcess launch(Plan plan) {
        Leftover.end(plan.pidFile(), plan.stopSignal());
        try {
            Files.createDirectories(plan.log().toAbsolutePath().getParent());
            List<String> command = new ArrayList<>(Session.prefix());
            command.addAll(plan.command());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
            builder.environment().putAll(plan.environment());
            Process process = builder.start();
            Guard.watch(process.pid(), plan.stopSignal());
            process.onExit().thenAccept(ended -> Guard.forget(ended.pid()));
            Leftover.record(plan.pidFile(), process.toHandle());
            process.getOutputStream().close();
            return new ChildProcess(plan, process);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + plan.name(), e);
        }
    }

    public String name() {
        return plan.name();
    }

    public Path log() {
        return plan.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit status. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks it to end, waits, and kills it when it has not ended in time. Returns whether the end was orderly. */
    public boolean stop(Duration patience) {
        plan.stopSignal().sendTo(pid());
        if (!endsWithin(patience)) {
            kill();
            return false;
        }
        ended();
        return true;
    }

    /** kill -9, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!endsWithin(Duration.ofSeconds(10))) {
            throw new IllegalStateException(plan.name() + " (pid " + pid() + ") survives kill -9");
        }
        ended();
    }

    /** The last lines of its output, for error messages. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(plan.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException unreadable) {
            return "(" + plan.log() + " cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    private void ended() {
        Guard.forget(pid());
        Leftover.forget(plan.pidFile());
    }

    private boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of " + plan.name(), e);
        }
    }
}
