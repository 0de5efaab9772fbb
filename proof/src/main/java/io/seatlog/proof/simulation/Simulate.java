package io.seatlog.proof.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./seatlog simulate}: many seeds, until one breaks a promise or the time is over. */
@Command(name = "simulate", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Simulates sales on stores in memory, with every disturbance that the real ones may meet, and checks each history.",
        "Each seed is one history. Runs add up: the next one goes on where this one ends, as long as the code is the same."})
public final class Simulate implements Callable<Integer> {
    private static final int SLICE = 200;
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    @Option(names = "--seeds", paramLabel = "N", description = "At most so many histories.")
    private long seeds = 10_000;

    @Option(names = "--minutes", paramLabel = "M", description = "At most so long; 0 for as long as it takes.")
    private long minutes;

    @Option(names = "--from", paramLabel = "SEED", description = "The first seed; otherwise after the last run's.")
    private @Nullable Long from;

    @Option(names = "--seed", paramLabel = "SEED", description = "Only this one, told step by step.")
    private @Nullable Long only;

    @Option(names = "--shrink", description = "With --seed: the smallest choices that fail alike, told step by step.")
    private boolean shrink;

    @Option(names = "--every", description = "Not seeds, but every order of events in a small world; see --owners, --commands, --faults.")
    private boolean every;

    @Option(names = "--owners", paramLabel = "N", description = "With --every: processes that may own the partition.")
    private int owners = 2;

    @Option(names = "--commands", paramLabel = "N", description = "With --every: commands, at most 5 different ones.")
    private int commands = 3;

    @Option(names = "--faults", paramLabel = "N", description = "With --every: at most so many faults in one history.")
    private int faults = 2;

    @Option(names = "--threads", paramLabel = "N", description = "Simulations at once.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--tally", paramLabel = "FILE", description = "Where runs are added up.")
    private Path tally = Path.of(System.getProperty("seatlog.home", ""), ".seatlog-simulated.txt");

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Hunt.@Nullable Found> found = new AtomicReference<>();
    private Simulation.Counts counts = Simulation.Counts.NONE;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Simulate()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (every) {
            return exploreEverything();
        }
        if (only != null) {
            return tell(only);
        }
        var added = new Tally(tally, CodeUnderTest.name());
        var before = added.sum();
        long first = from != null ? from : before.until();
        next.set(first);
        long started = System.nanoTime();
        simulate(first + seeds, started);
        long until = Math.min(first + seeds, next.get());
        long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
        var broken = found.get();
        if (broken != null) {
            System.out.printf("Seed %d breaks a promise:%n", broken.seed());
            broken.problems().forEach(problem -> System.out.println("  " + problem));
            System.out.printf("Again, step by step: ./seatlog simulate --seed %d --shrink%n", broken.seed());
            return 1;
        }
        if (done.get() != until - first) {
            System.out.printf("Only %d of %d histories came to an end: a simulation failed, see above.%n", done.get(),
                    until - first);
            return 1;
        }
        if (from == null) {
            added.add(first, until, seconds);
        }
        System.out.printf("%,d histories (seeds %d to %d) in %d s, no promise broken.%n  %s%n", done.get(), first,
                until - 1, seconds, counts.inWords());
        var sum = added.sum();
        System.out.printf("  With this code (%s) so far: %,d histories in %d s.%n", CodeUnderTest.name(), sum.seeds(),
                sum.seconds());
        return 0;
    }

    private void simulate(long until, long started) throws InterruptedException {
        long deadline = minutes == 0 ? Long.MAX_VALUE : started + Duration.ofMinutes(minutes).toNanos();
        var workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = Thread.ofPlatform().name("simulation-" + i).start(() -> work(until, deadline));
        }
        long told = System.nanoTime();
        for (var worker : workers) {
            while (!worker.join(Duration.ofMillis(200))) {
                if (System.nanoTime() - told > PROGRESS.toNanos()) {
                    told = System.nanoTime();
                    System.out.printf("  %,d histories%n", done.get());
                }
            }
        }
    }

    /** In slices, so that what was done is one stretch of seeds. */
    private void work(long until, long deadline) {
        while (found.get() == null && System.nanoTime() < deadline) {
            long slice = next.getAndAdd(SLICE);
            if (slice >= until) {
                return;
            }
            for (long seed = slice; seed < Math.min(until, slice + SLICE); seed++) {
                var verdict = Hunt.run(seed, Trace.SILENT);
                done.incrementAndGet();
                count(verdict.counts());
                if (!verdict.kept()) {
                    found.compareAndSet(null, new Hunt.Found(seed, verdict.problems()));
                    return;
                }
            }
        }
    }

    private int exploreEverything() throws InterruptedException {
        var result = new Exploration(new Exploration.Bounds(owners, commands, faults), threads)
                .explore(minutes == 0 ? Duration.ofDays(1) : Duration.ofMinutes(minutes));
        System.out.println(result);
        System.out.println(result.problem().orElse("Every order of events was tried, and no promise broken."));
        return result.problem().isEmpty() ? 0 : 1;
    }

    private synchronized void count(Simulation.Counts more) {
        counts = counts.plus(more);
    }

    private int tell(long seed) {
        Simulation.Verdict verdict;
        if (shrink) {
            int[] choices = Hunt.shrink(seed);
            System.out.printf("%d choices are left: %s%n", choices.length, Arrays.toString(choices));
            verdict = Simulation.run(new ScriptedChoices(choices), Trace.to(System.out));
        } else {
            verdict = Hunt.run(seed, Trace.to(System.out));
        }
        verdict.problems().forEach(System.out::println);
        System.out.println(verdict.kept() ? "No promise was broken. " + verdict.counts().inWords() : "Broken.");
        return verdict.kept() ? 0 : 1;
    }
}
