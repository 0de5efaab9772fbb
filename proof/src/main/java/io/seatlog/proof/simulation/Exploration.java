package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.memory.InMemoryLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every order of events that there is in a small world: two owners of one partition, a few commands, a few faults. Where a
 * seed tries one way, this tries all; a state that was met before is not gone on from again. Every step is held against what
 * must be true at any time; wherever all is at rest, a new process takes over, and the end is checked like that of a
 * simulation. That all comes to rest is not checked here.
 *
 * <p>In the beginning all processes have joined the group, and the first is given the partition. Time stands still, but for
 * the processes' own: one that backs off may sleep until it need not. Holds do not end here, and nobody pays; seeds do that.
 */
final class Exploration {
    private static final int SUBSECTION = 1;
    /** Longer than all sleep together. */
    private static final int HOLD_SECONDS = 80_000;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Set<Fault> FAULTS = EnumSet.of(Fault.DATABASE_AWAY, Fault.ANSWER_LOST, Fault.TRANSACTION_OPEN,
            Fault.PUBLICATION_LOST, Fault.PUBLICATION_UNANSWERED, Fault.CRASH, Fault.REBALANCE);
    private final Bounds bounds;
    private final int threads;
    private final StateSet met = new StateSet();
    /** States in which something is left to do, in the order in which they were met. */
    private final Queue<EveryChoice.State> waiting = new ConcurrentLinkedQueue<>();
    /** Those that wait, and those that somebody goes on from. */
    private final AtomicLong unfinished = new AtomicLong();
    private final LongAdder runs = new LongAdder();
    private final LongAdder ends = new LongAdder();
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

    /**
     * @param commands after the one that opens the subsection: two wishes for one seat, a cancellation of the first, a wish for
     *            both seats, the first wish again
     */
    record Bounds(int owners, int commands, int faults) {}

    /** @param problem of the first end that breaks a promise, with the choices that lead there */
    record Result(Bounds bounds, long states, long runs, long ends, Optional<String> problem) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "%d owners, %d commands, %d faults: %,d states, %,d ends checked, %,d runs", bounds.owners(),
                    bounds.commands(), bounds.faults(), states, ends, runs);
        }
    }

    Exploration(Bounds bounds, int threads) {
        this.bounds = bounds;
        this.threads = threads;
    }

    /** @param atMost gives up then */
    Result explore(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        reach(EveryChoice.State.FIRST);
        var explorers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            explorers[i] = Thread.ofPlatform().name("exploration-" + i).start(() -> new Explorer().work(deadline));
        }
        long told = System.nanoTime();
        for (var explorer : explorers) {
            while (!explorer.join(Duration.ofMillis(200))) {
                if (System.nanoTime() - told > PROGRESS.toNanos()) {
                    told = System.nanoTime();
                    System.out.printf("  %,d states, %,d of them to go on from%n", met.size(), unfinished.get());
                }
            }
        }
        if (unfinished.get() > 0) {
            problem.compareAndSet(null, "not finished in " + atMost + ": " + unfinished + " states wait");
        }
        return new Result(bounds, met.size(), runs.sum(), ends.sum(), Optional.ofNullable(problem.get()));
    }

    /**
     * Holds the numbers of states to what they promise: whichever way leads to one, the same numbers come after it. Goes every
     * way to every state, not only the first, and remembers what comes next; does also what is said to change nothing. For
     * small bounds.
     *
     * @return a way that goes on otherwise
     */
    Optional<String> contradiction() {
        var choices = new EveryChoice();
        var nextOf = new HashMap<Long, Set<Long>>();
        var ways = new ArrayDeque<>(List.of(new Way(0, EveryChoice.State.FIRST, 0)));
        while (!ways.isEmpty()) {
            var way = ways.poll();
            var next = oneThingMore(way, choices);
            var changed = next.stream().filter(after -> after.changesAgainst(way)).findAny();
            if (changed.isPresent()) {
                return Optional.of(
                        Arrays.toString(changed.get().state().made()) + " ends with what changes nothing, and does");
            }
            var numbers = next.stream().map(Way::number).collect(Collectors.toSet());
            var before = nextOf.putIfAbsent(way.number(), numbers);
            if (before == null) {
                ways.addAll(next);
            } else if (!before.equals(numbers)) {
                return Optional.of(Arrays.toString(way.state().made()) + " leads to " + numbers
                        + ", another way to the same number to " + before);
            }
        }
        return Optional.empty();
    }

    /** @param changesNothing a bit for each choice that is said not to change the number */
    private record Way(long number, EveryChoice.State state, long changesNothing) {
        private boolean changesAgainst(Way before) {
            int choice = state.made()[before.state().length()];
            return (before.changesNothing() >>> choice & 1) == 1 && number != before.number();
        }
    }

    private List<Way> oneThingMore(Way way, EveryChoice choices) {
        var next = new ArrayList<Way>();
        for (var state = Optional.of(way.state()); state.isPresent();) {
            choices.beginWith(state.get());
            var run = new Run(choices);
            run.goOn();
            state = choices.rest();
            long number = run.hash();
            next.add(new Way(number, choices.here(0), run.changesNothing()));
        }
        return next;
    }

    private void reach(EveryChoice.State state) {
        unfinished.incrementAndGet();
        waiting.add(state);
    }

    private void broken(String what, EveryChoice choices) {
        problem.compareAndSet(null, what + " after " + Arrays.toString(choices.made()));
    }

    /** One thread, with choices of its own. */
    private final class Explorer {
        private final EveryChoice choices = new EveryChoice();

        private void work(long deadline) {
            try {
                while (problem.get() == null && System.nanoTime() - deadline < 0 && unfinished.get() > 0) {
                    var state = waiting.poll();
                    if (state == null) {
                        Thread.onSpinWait();
                    } else {
                        goOnFrom(state);
                        unfinished.decrementAndGet();
                    }
                }
            } catch (RuntimeException | Error bug) {
                broken("the exploration could not go on: " + bug, choices);
                throw bug;
            }
        }

        /** A run goes on for as long as it meets new states; what else may happen in them waits. */
        private void goOnFrom(EveryChoice.State state) {
            for (var next = Optional.of(state); next.isPresent(); next = choices.rest()) {
                choices.beginWith(next.get());
                runs.increment();
                var run = new Run(choices);
                while (run.meetsNewState()) {
                    choices.rest().ifPresent(Exploration.this::reach);
                    var met = choices.here(run.changesNothing());
                    if (run.isOver()) {
                        reach(met);
                        run.end();
                        return;
                    }
                }
            }
        }
    }

    /** A world of its own: repeated up to a state, and then on from there. */
    private final class Run {
        private final EveryChoice choices;
        private final World world;
        private final List<Command> sent = new ArrayList<>();
        private long changesNothing;

        Run(EveryChoice choices) {
            this.choices = choices;
            choices.faults(bounds.faults());
            world = new World(choices, new Setting(1, 1, 1, 2, 100, HOLD_SECONDS, Terms.NO_LIMIT, FAULTS),
                    Trace.SILENT);
            for (int i = 0; i < bounds.owners(); i++) {
                world.start().step();
            }
            world.assign(0, world.processes.getFirst());
            world.open(SUBSECTION);
            while (!choices.isAtState()) {
                goOn();
            }
            world.compareMaps();
        }

        private void goOn() {
            var actions = actions();
            actions.get(choices.next(actions.size())).run();
        }

        /** Does one thing more. */
        boolean meetsNewState() {
            goOn();
            world.compareMaps();
            if (!world.broken.isEmpty()) {
                broken(world.broken.toString(), choices);
                return false;
            }
            return met.add(hash());
        }

        private long hash() {
            changesNothing = 0;
            var hash = new StateHash().add(sent.size()).add(choices.faultsLeft()).add(world.journal, world.now())
                    .add(world.log, world.now()).add(world.maps, world.now());
            for (int i = 0; i < world.processes.size(); i++) {
                long before = hash.near();
                world.processes.get(i).addTo(hash);
                changesNothing |= hash.near() == before ? 1L << sleep(i) : 0;
            }
            return hash.sum();
        }

        /** Of the choices after the last thing that was done: the sleep of those who wait for nothing. */
        long changesNothing() {
            return changesNothing;
        }

        private List<Runnable> actions() {
            var actions = new ArrayList<Runnable>();
            for (var process : world.processes) {
                actions.add(process::step);
                actions.add(() -> process.sleep(LONG_ENOUGH));
            }
            for (int i = 0; i < world.log.underWay(); i++) {
                int which = i;
                actions.add(() -> world.answer(which, answer()));
            }
            for (int i = 0; i < world.journal.open(); i++) {
                int which = i;
                actions.add(() -> world.journal.end(which, true));
                actions.add(() -> world.journal.end(which, false));
            }
            if (sent.size() < bounds.commands()) {
                actions.add(() -> {
                    var command = command(sent.size());
                    sent.add(command);
                    world.append(SUBSECTION, command);
                });
            }
            if (choices.faultsLeft() > 0) {
                disturb(actions);
            }
            return actions;
        }

        private void disturb(List<Runnable> actions) {
            for (int i = 0; i < world.processes.size(); i++) {
                int which = i;
                actions.add(() -> {
                    choices.faults(choices.faultsLeft() - 1);
                    world.assign(0, world.processes.get(which));
                });
                actions.add(() -> {
                    choices.faults(choices.faultsLeft() - 1);
                    world.processes.remove(which).member().leave();
                    world.assign(0, world.start());
                });
            }
        }

        /** Every order of events comes here sooner or later, and nothing that was done is undone on the way. */
        boolean isOver() {
            return sent.size() == bounds.commands() && world.caughtUp() && world.log.underWay() == 0
                    && world.journal.open() == 0 && world.processes.stream().allMatch(Process::isAtRest);
        }

        /** The world is not to be used any more. */
        void end() {
            ends.increment();
            var verdict = Simulation.calmed(world);
            if (!choices.isAtState()) {
                throw new IllegalStateException("there are several ways to come to rest");
            }
            if (!verdict.kept()) {
                broken(verdict.problems().toString(), choices);
            }
        }

        private InMemoryLog.Answer answer() {
            if (world.happens(Fault.PUBLICATION_LOST, 2)) {
                return InMemoryLog.Answer.LOST;
            }
            return world.happens(Fault.PUBLICATION_UNANSWERED, 2)
                    ? InMemoryLog.Answer.WRITTEN_BUT_FAILED
                    : InMemoryLog.Answer.ACKNOWLEDGED;
        }
    }

    /** Steps and sleeps come first among what may happen, process by process. */
    private static int sleep(int process) {
        return 2 * process + 1;
    }

    private static Command command(int number) {
        return switch (number % 5) {
            case 0 -> wish(1, "ann", Seats.of(0));
            case 1 -> wish(2, "bob", Seats.of(0));
            case 2 -> new Command.CancelBooking(SUBSECTION, id(1), "ann", Reason.CANCELLED_BY_BUYER);
            case 3 -> wish(3, "cid", Seats.of(0, 1));
            default -> wish(1, "ann", Seats.of(0));
        };
    }

    private static Command wish(int id, String buyer, Seats seats) {
        return new Command.ReserveSeats(SUBSECTION, id(id), buyer, seats.size(), Selection.MANUAL, seats);
    }

    private static UUID id(int number) {
        return Uuid7.of(World.START.toEpochMilli(), number, number);
    }
}
