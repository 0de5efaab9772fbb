package io.seatlog.localstack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several steps at once; returns when all have ended. */
final class Parallel {

    private Parallel() {}

    /** Results in order; the first failure is thrown after the others ended, an interrupt reaches all of them. */
    static <T> List<T> run(List<? extends Callable<T>> steps) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = steps.stream().<Future<T>>map(threads::submit).toList();
            try {
                List<T> results = new ArrayList<>();
                for (Future<T> future : futures) {
                    results.add(future.get());
                }
                return results;
            } catch (ExecutionException | InterruptedException e) {
                threads.shutdownNow();
                throw failure(e);
            }
        }
    }

    private static RuntimeException failure(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("Interrupted", e);
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
