package io.seatlog.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A bounded run of what {@code ./seatlog simulate} does for as long as one likes. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("seatlog.simulation.seeds", 2_000);
    private static final int SEEDS_COMPARED = 50;

    @Test
    void shouldKeepEveryPromiseWhateverHappens() {
        var counts = Simulation.Counts.NONE;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var verdict = Hunt.run(seed, Trace.SILENT);
            assertThat(verdict.problems()).as("seed %d; ./seatlog simulate --seed %d --shrink tells how", seed, seed)
                    .isEmpty();
            counts = counts.plus(verdict.counts());
        }
        System.out.printf("%d simulated histories: %s%n", SEEDS, counts.inWords());
        assertThat(counts.expired()).isPositive();
        assertThat(counts.held()).isPositive();
        assertThat(counts.told()).isPositive();
    }

    @Test
    void shouldTellTheSameStoryOfTheSameSeed() {
        for (long seed = 1; seed <= SEEDS_COMPARED; seed++) {
            assertThat(story(new SeededChoices(seed, 200))).isEqualTo(story(new SeededChoices(seed, 200)));
        }
    }

    /** What it was drawn from is all that a history depends on: the remembered choices make the same one. */
    @Test
    void shouldTellTheSameStoryOfTheSameChoices() {
        for (long seed = 1; seed <= SEEDS_COMPARED; seed++) {
            var choices = new SeededChoices(seed, 200);
            assertThat(story(new ScriptedChoices(choices(choices)))).isEqualTo(story(new SeededChoices(seed, 200)));
        }
    }

    private static int[] choices(SeededChoices choices) {
        Simulation.run(choices, Trace.SILENT);
        return choices.made();
    }

    @Test
    void shouldShrinkToWhatTheFailureNeeds() {
        int[] noisy = IntStream.range(0, 300).map(i -> i % 7).toArray();
        noisy[120] = 40;
        noisy[250] = 9;
        int[] shrunk = new Shrinker(
                script -> Arrays.stream(script).anyMatch(n -> n >= 30) && Arrays.stream(script).anyMatch(n -> n == 9),
                Duration.ofSeconds(20)).shrink(noisy);
        assertThat(shrunk).hasSize(2).contains(9).contains(30);
    }

    private static String story(Choices choices) {
        var told = new ByteArrayOutputStream();
        var verdict = Simulation.run(choices, Trace.to(new PrintStream(told, true, StandardCharsets.UTF_8)));
        return told.toString(StandardCharsets.UTF_8) + verdict;
    }
}
