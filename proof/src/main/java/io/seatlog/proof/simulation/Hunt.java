package io.seatlog.proof.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Simulates seed after seed until one breaks a promise. The seed alone says what happens in it. */
public final class Hunt {
    private static final int SHORTEST = 60;
    private static final int LENGTHS = 440;
    private static final Duration SHRINKS_WITHIN = Duration.ofSeconds(60);

    private Hunt() {}

    /** @param problems what was broken, in words */
    public record Found(long seed, List<String> problems) {}

    /** @param until the first seed that is not tried any more */
    public static Optional<Found> hunt(long from, long until) {
        for (long seed = from; seed < until; seed++) {
            var verdict = run(seed, Trace.SILENT);
            if (!verdict.kept()) {
                return Optional.of(new Found(seed, verdict.problems()));
            }
        }
        return Optional.empty();
    }

    static Simulation.Verdict run(long seed, Trace trace) {
        return Simulation.run(choices(seed), trace);
    }

    /** Short histories and long ones, in turn. */
    private static SeededChoices choices(long seed) {
        return new SeededChoices(seed, SHORTEST + (int) Math.floorMod(seed * 31, (long) LENGTHS));
    }

    /** The smallest choices found that break a promise as this seed does. */
    static int[] shrink(long seed) {
        var choices = choices(seed);
        if (Simulation.run(choices, Trace.SILENT).kept()) {
            throw new IllegalArgumentException("seed " + seed + " breaks no promise");
        }
        return new Shrinker(script -> !Simulation.run(new ScriptedChoices(script), Trace.SILENT).kept(), SHRINKS_WITHIN)
                .shrink(choices.made());
    }
}
