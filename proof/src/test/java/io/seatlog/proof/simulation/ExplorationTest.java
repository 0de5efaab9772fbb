package io.seatlog.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every order of events up to a small bound; {@code ./seatlog simulate --every} goes further. */
class ExplorationTest {
    private static final Duration GENEROUS = Duration.ofMinutes(10);

    @Test
    void shouldKeepEveryPromiseInEveryOrderWithoutFaults() throws InterruptedException {
        explore(new Exploration.Bounds(2, 3, 0));
    }

    @Test
    void shouldKeepEveryPromiseInEveryOrderWithOneFaultAnywhere() throws InterruptedException {
        explore(new Exploration.Bounds(2, 1, 1));
    }

    private static void explore(Exploration.Bounds bounds) throws InterruptedException {
        var result = new Exploration(bounds, Runtime.getRuntime().availableProcessors()).explore(GENEROUS);
        System.out.println("explored: " + result);
        assertThat(result.problem()).isEmpty();
        assertThat(result.ends()).isPositive();
    }

    /** Otherwise what is not gone on from twice might have gone on otherwise. */
    @Test
    void shouldGoOnAlikeFromWorldsWithOneNumber() {
        assertThat(new Exploration(new Exploration.Bounds(2, 1, 1), 1).contradiction()).isEmpty();
    }

    @Test
    void shouldMakeEveryListOfChoicesOnceWithoutThoseThatChangeNothing() {
        var choices = new EveryChoice();
        var made = new ArrayList<String>();
        var state = new EveryChoice.State(new byte[]{1}, 1, 0b1010);
        for (var next = Optional.of(state); next.isPresent(); next = choices.rest()) {
            choices.beginWith(next.get());
            choices.faults(1);
            int first = choices.next(2);
            int second = choices.next(4);
            boolean fault = second == 2 && choices.oneIn(7);
            boolean none = choices.oneIn(7) && fault;
            made.add(first + " " + second + " " + fault + " " + none);
        }
        assertThat(made).isEqualTo(List.of("1 0 false false", "1 0 false false", "1 2 false false", "1 2 false false",
                "1 2 true false"));
    }

    @Test
    void shouldGoOnFromEveryStateOnce() {
        var choices = new EveryChoice();
        var waiting = new ArrayDeque<>(List.of(EveryChoice.State.FIRST));
        var reached = new ArrayList<String>();
        while (!waiting.isEmpty()) {
            for (var next = Optional.of(waiting.poll()); next.isPresent(); next = choices.rest()) {
                choices.beginWith(next.get());
                while (!choices.isAtState()) {
                    choices.next(3);
                }
                choices.next(3);
                reached.add(Arrays.toString(choices.made()));
                while (choices.made().length < 4) {
                    choices.rest().ifPresent(waiting::add);
                    choices.here(0b100);
                    choices.next(3);
                    reached.add(Arrays.toString(choices.made()));
                }
            }
        }
        assertThat(reached).hasSize(3 + 3 * (2 + 4 + 8)).doesNotHaveDuplicates();
    }

    @Test
    void shouldKnowWhoMayWaitForSomething() {
        var over = List.of(Instant.EPOCH, Instant.EPOCH.minusSeconds(1));
        assertThat(new StateHash().add(over, Instant.EPOCH).near()).isZero();
        assertThat(new StateHash().add(over, Instant.EPOCH.minusMillis(1)).near()).isOne();
        assertThat(new StateHash().add(over, Instant.EPOCH.minusSeconds(3_600)).near()).isZero();
    }

    @Test
    void shouldTellWorldsApartThatGoOnDifferently() {
        assertThat(hash(0)).isEqualTo(hash(0)).isNotEqualTo(hash(1)).isNotEqualTo(hash(2));
        assertThat(hash(1)).isNotEqualTo(hash(2));
    }

    /** Who of two has the token that a store remembers. */
    @Test
    void shouldTellWhatIsSharedFromWhatOnlyLooksAlike() {
        var one = new UUID(1, 1);
        var other = new UUID(2, 1);
        assertThat(hash(one, one, other)).isEqualTo(hash(other, other, one)).isNotEqualTo(hash(one, other, one));
    }

    private static long hash(UUID stored, UUID first, UUID second) {
        var hash = new StateHash();
        List.of(stored, first, second).forEach(token -> hash.add(List.of(token), Instant.EPOCH));
        return hash.sum();
    }

    private static long hash(int steps) {
        var world = new World(new ScriptedChoices(),
                new Setting(1, 1, 1, 2, 100, 600, 0, Set.of()), Trace.SILENT);
        var process = world.start();
        world.assign(0, process);
        world.open(1);
        for (int i = 0; i < steps; i++) {
            process.step();
        }
        var hash = new StateHash();
        process.addTo(hash);
        return hash.sum();
    }
}
