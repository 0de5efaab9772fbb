package io.seatlog.proof.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each guard is taken out alone, and the simulator must notice within a stated number of seeds. What survives that says in
 * its header why, comes once more as a pair with the guard behind it if there is one, and names a class of tests that fails.
 */
class MutationTest {
    /** Seeds within which a mutant must be noticed, if its header does not say another number. */
    private static final int LIMIT = 3_000;
    /** Fewer for those that survive: it is only to be seen that the header is not out of date. */
    private static final int LIMIT_OF_SURVIVORS = 150;
    /** The unmutated code in the same loader: it must break nothing. */
    private static final int LIMIT_CLEAN = 300;
    private static final int THREADS = 2;
    private static final String ONLY = System.getProperty("seatlog.mutants", "");
    private static final Path ROOT = root();
    private static final List<Trial.Result> RESULTS = new ArrayList<>();
    private static ExecutorService trials = Executors.newFixedThreadPool(THREADS);

    @BeforeAll
    static void begin() {
        RESULTS.clear();
    }

    @Test
    void shouldBreakNothingWithoutAMutation() throws Throwable {
        var unmutated = new MutantLoader(Map.of(), ROOT);
        for (var mutant : mutants()) {
            if (mutant.test() != null) {
                assertThat(unmutated.failures(mutant.test())).as(mutant.test()).isEmpty();
            }
        }
        var simulator = unmutated.simulator();
        for (long seed = 1; seed <= LIMIT_CLEAN; seed++) {
            assertThat(simulator.run(seed)).as("seed %d", seed).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldNotice() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (var mutant : mutants()) {
            Future<Trial.Result> trial = trials.submit(() -> Trial.of(mutant, ROOT));
            tests.add(DynamicTest.dynamicTest(mutant.name(), () -> judge(trial.get())));
        }
        return tests.stream();
    }

    private static void judge(Trial.Result result) {
        RESULTS.add(result);
        var mutant = result.mutant();
        if (mutant.survives() == null) {
            assertThat(result.noticed())
                    .as("%s survives %d seeds without: %s", mutant, result.seeds(), mutant.guard()).isTrue();
        } else {
            assertThat(result.problem()).as("%s is noticed, so it needs no word why it survives", mutant).isNull();
            assertThat(result.tests()).as("%s fails without: %s", mutant.test(), mutant.guard()).isNotEmpty();
        }
    }

    private static List<Mutant> mutants() throws IOException {
        var mutants = new ArrayList<Mutant>();
        try (var files = Files.list(ROOT.resolve("proof/src/test/mutants"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".patch")).sorted().toList()) {
                var mutant = Mutant.read(file, LIMIT);
                if (ONLY.isEmpty() || mutant.name().matches(ONLY)) {
                    mutants.add(mutant.survives() == null ? mutant : Mutant.read(file, LIMIT_OF_SURVIVORS));
                }
            }
        }
        return mutants;
    }

    @AfterAll
    static void tell() throws IOException {
        trials.shutdownNow();
        var table = new StringBuilder("| mutant | without | seeds | noticed by |\n|---|---|---:|---|\n");
        for (var result : RESULTS) {
            var mutant = result.mutant();
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s |%n", mutant.name(), mutant.guard(),
                    result.noticed() ? Long.toString(result.seeds()) : "-",
                    result.noticed()
                            ? inShort(Objects.requireNonNull(result.problem()))
                            : told(result)));
        }
        long[] seeds = RESULTS.stream().filter(Trial.Result::noticed).mapToLong(Trial.Result::seeds).sorted().toArray();
        if (seeds.length > 0) {
            table.append(String.format(Locale.ROOT,
                    "%n%d of %d mutants noticed by a simulation, the median after %d seeds, the last after %d.%n",
                    seeds.length, RESULTS.size(), seeds[seeds.length / 2], seeds[seeds.length - 1]));
        }
        System.out.print(table);
        Files.writeString(Files.createDirectories(ROOT.resolve("proof/target")).resolve("mutants.md"), table);
    }

    private static String told(Trial.Result result) {
        var mutant = result.mutant();
        var test = Objects.requireNonNullElse(mutant.test(), "no test");
        return test.substring(test.lastIndexOf('.') + 1) + " " + result.tests() + "; no simulation: "
                + mutant.survives();
    }

    private static String inShort(String problem) {
        var line = problem.lines().findFirst().orElse("").replace("|", "/");
        return line.length() <= 100 ? line : line.substring(0, 97) + "...";
    }

    /** Tests run in the folder of their module, or in that of the repository. */
    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("proof/src/test/mutants"))
                ? here
                : Objects.requireNonNull(here.getParent());
    }
}
