package io.seatlog.proof.simulation;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.proof.history.HistoryChecker;
import io.seatlog.reservation.partition.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One simulated sale: a storm, then peace until nothing moves, then the question whether the promises were kept. */
final class Simulation {
    private static final int PROCESSES = 3;
    private static final int CASHIERS = 2;
    private final World world;
    private final Customers customers;
    private final OutcomeReaders readers;

    /**
     * What came of it.
     *
     * @param problems in words; empty when every promise was kept
     */
    record Verdict(List<String> problems, Counts counts) {
        boolean kept() {
            return problems.isEmpty();
        }
    }

    /** What the sale was like, so that nobody takes an idle simulation for a passed one. */
    record Counts(long commands, long decided, long held, long confirmed, long late, long expired, long told) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        String inWords() {
            return String.format(Locale.ROOT,
                    "%,d commands, %,d bookings decided: %,d still held, %,d paid for (%,d of them late), %,d expired; %,d times told",
                    commands, decided, held, confirmed, late, expired, told);
        }

        Counts plus(Counts more) {
            return new Counts(commands + more.commands, decided + more.decided, held + more.held,
                    confirmed + more.confirmed, late + more.late, expired + more.expired, told + more.told);
        }
    }

    private Simulation(Choices choices, Trace trace) {
        this(new World(choices, Setting.drawnFrom(choices), trace));
    }

    private Simulation(World world) {
        this.world = world;
        customers = new Customers(world);
        readers = new OutcomeReaders(world);
    }

    /** What becomes of a world when everything that disturbs it ends here. */
    static Verdict calmed(World world) {
        var simulation = new Simulation(world);
        return simulation.judged(() -> new Calm(world, simulation.customers, simulation.readers, world.start())
                .come(Calm.Ending.PLAIN));
    }

    static Verdict run(Choices choices, Trace trace) {
        var simulation = new Simulation(choices, trace);
        return simulation.judged(() -> {
            simulation.storm(choices);
            Calm.after(simulation.world, simulation.customers, simulation.readers);
        });
    }

    /** A history that cannot be told to its end, or not be checked, is a broken one. */
    private Verdict judged(Runnable history) {
        try {
            history.run();
            return verdict();
        } catch (RuntimeException | AssertionError bug) {
            return new Verdict(List.of("the simulation could not go on: " + describe(bug)), Counts.NONE);
        }
    }

    private static String describe(Throwable bug) {
        var where = bug.getStackTrace().length == 0 ? "" : " at " + bug.getStackTrace()[0];
        return bug + where;
    }

    private void storm(Choices choices) {
        world.trace.say(() -> world.setting.toString());
        for (int i = 0; i < PROCESSES; i++) {
            world.start();
        }
        for (int i = 0; i < CASHIERS; i++) {
            world.startCashier();
        }
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            world.assign(partition, world.processes.get(partition % PROCESSES));
        }
        for (int subsection = 1; subsection <= world.setting.subsections(); subsection++) {
            world.open(subsection);
        }
        var storm = new Storm(world, customers, readers);
        while (choices.more()) {
            storm.next();
        }
    }

    private Verdict verdict() {
        var problems = new ArrayList<>(world.broken);
        if (Replay.appliesTo(world.setting)) {
            problems.addAll(Replay.differences(world));
        }
        HistoryChecker.check(new Recorder(world).record(customers, readers)).findings()
                .forEach(finding -> problems.add(finding.toString()));
        return new Verdict(problems, counts());
    }

    private Counts counts() {
        long commands = 0;
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            commands += world.losses.history(partition).size();
        }
        var bookings = world.journal.bookings().values();
        long confirmed = bookings.stream().filter(booking -> booking.paymentId() != null).count();
        return new Counts(commands, bookings.size(), count(BookingStatus.HELD), confirmed, late(),
                count(BookingStatus.EXPIRED), readers.told());
    }

    private long late() {
        long late = 0;
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            late += world.log.published(partition).stream()
                    .filter(publication -> publication.target() == Publication.Target.OUTCOMES)
                    .map(publication -> OutcomeCodec.decode(publication.value()))
                    .filter(outcome -> outcome instanceof Outcome.BookingConfirmed(_, var after) && after)
                    .map(Outcome::version).distinct().count();
        }
        return late;
    }

    private long count(BookingStatus status) {
        return world.journal.bookings().values().stream().filter(booking -> booking.status() == status).count();
    }
}
