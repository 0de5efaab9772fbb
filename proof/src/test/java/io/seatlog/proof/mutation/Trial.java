package io.seatlog.proof.mutation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Simulates a mutant, seed after seed, until one seed breaks a promise or all were tried. */
final class Trial {
    /** One history takes some milliseconds. Whoever takes so long for one goes round and round. */
    private static final Duration LONGEST_HISTORY = Duration.ofSeconds(45);

    private Trial() {}

    /**
     * @param seeds that were tried; the last of them broke the promise, if any did
     * @param problem what broke, null when nothing did
     * @param tests that fail, of those that the mutant names
     */
    record Result(Mutant mutant, long seeds, @Nullable String problem, List<String> tests) {
        boolean noticed() {
            return problem != null;
        }
    }

    static Result of(Mutant mutant, Path root) throws Exception {
        var mutated = new MutantLoader(Compiled.classes(mutant.sources(root)), root);
        var tests = mutant.test() == null ? List.<String>of() : mutated.failures(mutant.test());
        var simulator = mutated.simulator();
        var seed = new AtomicLong();
        var result = new CompletableFuture<Result>();
        // A thread that cannot be stopped must not keep the test's process alive.
        Thread.ofPlatform().daemon().name(mutant.name()).start(() -> {
            try {
                result.complete(simulate(mutant, simulator, seed, tests));
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        return await(result, mutant, seed);
    }

    private static Result simulate(Mutant mutant, MutantLoader.Simulator simulator, AtomicLong seed, List<String> tests)
            throws Throwable {
        while (seed.get() < mutant.within()) {
            var problem = simulator.run(seed.incrementAndGet());
            if (problem.isPresent()) {
                return new Result(mutant, seed.get(), problem.get(), tests);
            }
        }
        return new Result(mutant, seed.get(), null, tests);
    }

    private static Result await(CompletableFuture<Result> result, Mutant mutant, AtomicLong seed)
            throws InterruptedException, ExecutionException {
        while (true) {
            long before = seed.get();
            try {
                return result.get(LONGEST_HISTORY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException none) {
                if (seed.get() == before) {
                    return new Result(mutant, before, "it does not come to rest, nor to an end",
                            List.of());
                }
            }
        }
    }
}
