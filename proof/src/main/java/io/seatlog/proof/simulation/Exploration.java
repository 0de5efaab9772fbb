package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.memory.InMemoryLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
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
    /** By the choices that lead to them: states to go on from, about nearest first. */
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
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
        reach(new byte[0]);
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

    private void reach(byte[] made) {
        unfinished.incrementAndGet();
        waiting.add(made);
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
                broken("the exploration could not go on: " + bug);
                throw bug;
            }
        }

        private void goOnFrom(byte[] state) {
            choices.beginWith(state);
            do {
                runs.increment();
                choices.faults(bounds.faults());
                goOn();
            } while (choices.advance());
        }

        /** One thing more than the beginning that all these runs share. */
        private void goOn() {
            var world = new World(choices, new Setting(1, 1, 1, 2, 100, HOLD_SECONDS, Terms.NO_LIMIT, FAULTS),
                    Trace.SILENT);
            for (int i = 0; i < bounds.owners(); i++) {
                world.start().step();
            }
            world.assign(0, world.processes.getFirst());
            world.open(SUBSECTION);
            var sent = new ArrayList<Command>();
            boolean last = false;
            while (!last) {
                last = choices.isAtBeginning();
                if (last) {
                    world.compareMaps();
                }
                var actions = actions(world, sent);
                actions.get(choices.next(actions.size())).run();
            }
            world.compareMaps();
            if (!world.broken.isEmpty()) {
                broken(world.broken.toString());
            } else if (met.add(hash(world, sent.size()))) {
                reach(choices.made());
                if (sent.size() == bounds.commands() && isAtRest(world)) {
                    end(world);
                }
            }
        }

        private long hash(World world, int sent) {
            var hash = new StateHash().add(sent).add(choices.faultsLeft()).add(world.journal, world.now())
                    .add(world.log, world.now()).add(world.maps, world.now());
            world.processes.forEach(process -> process.addTo(hash));
            return hash.sum();
        }

        private List<Runnable> actions(World world, List<Command> sent) {
            var actions = new ArrayList<Runnable>();
            for (var process : world.processes) {
                actions.add(process::step);
                actions.add(() -> process.sleep(LONG_ENOUGH));
            }
            for (int i = 0; i < world.log.underWay(); i++) {
                int which = i;
                actions.add(() -> world.answer(which, answer(world)));
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
                disturb(world, actions);
            }
            return actions;
        }

        private void disturb(World world, List<Runnable> actions) {
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

        private void end(World world) {
            ends.increment();
            var made = choices.made();
            var verdict = Simulation.calmed(world);
            if (!verdict.kept()) {
                problem.compareAndSet(null, verdict.problems() + " after " + Arrays.toString(made));
            }
        }

        private void broken(String what) {
            problem.compareAndSet(null, what + " after " + Arrays.toString(choices.made()));
        }
    }

    /** Every order of events comes here sooner or later, and nothing that was done is undone on the way. */
    private static boolean isAtRest(World world) {
        return world.caughtUp() && world.log.underWay() == 0 && world.journal.open() == 0
                && world.processes.stream().allMatch(Process::isAtRest);
    }

    private static InMemoryLog.Answer answer(World world) {
        if (world.happens(Fault.PUBLICATION_LOST, 2)) {
            return InMemoryLog.Answer.LOST;
        }
        return world.happens(Fault.PUBLICATION_UNANSWERED, 2)
                ? InMemoryLog.Answer.WRITTEN_BUT_FAILED
                : InMemoryLog.Answer.ACKNOWLEDGED;
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
