package io.seatlog.proof.simulation;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.reservation.memory.InMemoryLog;
import java.time.Duration;
import java.util.stream.Stream;

/** What becomes of a world when everything that disturbs it ends: one process goes on until nothing moves. */
final class Calm {
    /** More than any sale of this size needs to come to rest. */
    private static final int MOST_ROUNDS = 60_000;
    private static final int QUIET_ROUNDS = 4;
    private static final int MOST_CHANGES_OF_HANDS = 4;
    private static final int LONGEST_WITHOUT_CHANGE_MILLIS = 3_000;
    private static final int LONGEST_HOLD_MILLIS = 20_000;
    private static final int SECONDS_OF_STANDSTILL = 40;
    private static final int ROUNDS_UNTIL_REFUSED = 400;
    private static final int ROUNDS_REFUSED = 100;
    /** A bank may be asked for half an hour. */
    private static final int MOST_PASSES = 4_000;
    private static final int ROUNDS_UNTIL_OPEN = 400;
    private static final int NEW_HOLDS = 3;
    private static final int PASS_OF_EXPIRY_MILLIS = 100;
    /** Seats are free again within this of their deadline, once somebody has the partition. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    private final World world;
    private final Customers customers;
    private final OutcomeReaders readers;
    private Process survivor;

    /**
     * What happens before all is quiet.
     *
     * @param commits whether the transactions that were left open do
     * @param paysFirst whether payments go on for longer than a confirmation counts before anything is decided
     * @param arrivesLate whether calls that were given up arrive only when seats have changed hands
     * @param takenBack whether an organizer cancels what was paid for
     * @param holdsEnd whether time passes until no seat is held any more
     * @param punctually whether holds are made once more, and each must end in time
     */
    record Ending(boolean commits, boolean paysFirst, boolean arrivesLate, boolean takenBack, boolean holdsEnd,
            boolean punctually) {
        static final Ending PLAIN = new Ending(true, false, false, false, false, false);

        private static Ending drawnFrom(Choices choices) {
            return new Ending(choices.next(2) == 0, choices.oneIn(4), choices.oneIn(3), choices.oneIn(2),
                    choices.next(2) == 0, choices.oneIn(3));
        }
    }

    Calm(World world, Customers customers, OutcomeReaders readers, Process survivor) {
        this.world = world;
        this.customers = customers;
        this.readers = readers;
        this.survivor = survivor;
    }

    /** The one that goes on is an old process or a new one. */
    static void after(World world, Customers customers, OutcomeReaders readers) {
        var survivor = world.choices.next(2) == 0 ? world.start() : world.choices.of(world.processes);
        new Calm(world, customers, readers, survivor).come(Ending.drawnFrom(world.choices));
    }

    /** All but one process stop; that one, old or new, gets what it has not, and all that is due comes to its end. */
    void come(Ending ending) {
        world.trace.say(() -> "calm");
        world.heal();
        while (world.journal.open() > 0) {
            world.journal.end(0, ending.commits());
        }
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            if (!survivor.member().isGiven(partition)) {
                world.assign(partition, survivor);
            }
        }
        if (!world.losses.damaged().isEmpty()) {
            refuse();
            repair();
        }
        if (ending.arrivesLate()) {
            changeHands();
        }
        world.till.everythingArrives();
        if (ending.paysFirst()) {
            payWhileNothingIsDecided();
        }
        settle();
        endPayments();
        if (ending.takenBack()) {
            customers.cancelSold();
            endPayments();
        }
        if (ending.punctually()) {
            endHoldsPunctually();
        } else if (ending.holdsEnd()) {
            endHolds();
        }
        survivor.sweep();
        readers.finish();
    }

    /** Nobody decides a log that the position is not of, however long no operator comes. */
    private void refuse() {
        for (int round = 0; round < ROUNDS_UNTIL_REFUSED + ROUNDS_REFUSED; round++) {
            step(50);
            for (int partition : world.losses.damaged()) {
                if (round > ROUNDS_UNTIL_REFUSED && survivor.decides(partition)) {
                    world.broken.add("partition " + partition + " is decided on a log that its position is not of");
                    return;
                }
            }
        }
    }

    private void repair() {
        if (!world.losses.repair()) {
            throw new IllegalStateException("the log cannot be adopted");
        }
    }

    private void settle() {
        int quiet = 0;
        for (int round = 0; quiet < QUIET_ROUNDS; round++) {
            if (round > MOST_ROUNDS) {
                throw new IllegalStateException("it does not come to rest");
            }
            boolean still = step(quiet > 0 ? 50 : 5);
            quiet = still && survivor.isDone() ? quiet + 1 : 0;
        }
    }

    /** @return whether nothing moved */
    private boolean step(int millis) {
        world.passMillis(millis);
        boolean still = world.log.underWay() == 0;
        while (world.log.underWay() > 0) {
            world.answer(0, InMemoryLog.Answer.ACKNOWLEDGED);
        }
        return survivor.step() && still;
    }

    /** A confirmation is given up and on its way while its hold ends and its seats change hands: too rare to wait for. */
    private void changeHands() {
        var cashier = world.choices.of(world.cashiers);
        cashier.someonePays(customers);
        world.till.muteLog(world.choices.oneIn(2));
        cashier.finishTurns();
        world.till.unmuteLog();
        int rounds = 1 + world.choices.next(MOST_CHANGES_OF_HANDS);
        for (int round = 0; round < rounds; round++) {
            world.passMillis(world.choices.next(round == 0 ? LONGEST_HOLD_MILLIS : LONGEST_WITHOUT_CHANGE_MILLIS));
            survivor.expire();
            settle();
            customers.contend();
            settle();
            cashier.finishTurns();
        }
    }

    /** The log stands still; what was put on it in time counts, however late it is decided. */
    private void payWhileNothingIsDecided() {
        for (int second = 0; second < SECONDS_OF_STANDSTILL; second++) {
            world.passMillis(1_000);
            world.cashiers.forEach(Cashier::finishTurns);
        }
    }

    /** Until no money may go one way or the other any more. */
    private void endPayments() {
        boolean idle = false;
        for (int pass = 0; !idle
                || world.till.payments().stream().anyMatch(payment -> payment.state().isOpen()); pass++) {
            if (pass > MOST_PASSES) {
                throw new IllegalStateException("payments do not end");
            }
            world.passMillis(1_000);
            survivor.expire();
            settle();
            idle = true;
            for (var cashier : world.cashiers) {
                idle &= cashier.finishTurns();
            }
        }
    }

    private void endHolds() {
        for (int pass = 0; holds(); pass++) {
            if (pass > 600) {
                throw new IllegalStateException("holds do not end");
            }
            world.passMillis(500);
            survivor.expire();
            settle();
        }
    }

    private boolean holds() {
        return held().findAny().isPresent();
    }

    private Stream<Booking> held() {
        return world.journal.bookings().values().stream().filter(booking -> booking.status() == BookingStatus.HELD);
    }

    /** A process that has heard of no hold gets one partition after the other, and new holds come when it has read. */
    private void endHoldsPunctually() {
        survivor = world.start();
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            world.assign(partition, survivor);
            awaitOpen(partition);
            survivor.expire();
        }
        for (int i = 0; i < NEW_HOLDS; i++) {
            customers.book();
        }
        settle();
        var since = world.now();
        for (int pass = 0; holds() && world.broken.isEmpty(); pass++) {
            if (pass > MOST_PASSES) {
                throw new IllegalStateException("holds do not end");
            }
            world.passMillis(PASS_OF_EXPIRY_MILLIS);
            survivor.expire();
            settle();
            if (world.now().isAfter(since.plus(GRACE))) {
                held().filter(this::isLate).forEach(
                        late -> world.broken.add("still held more than " + GRACE + " past its end: " + late));
            }
        }
    }

    private void awaitOpen(int partition) {
        for (int round = 0; !survivor.decides(partition); round++) {
            if (round > ROUNDS_UNTIL_OPEN) {
                throw new IllegalStateException("partition " + partition + " is not opened");
            }
            step(50);
        }
    }

    /** By the clock of the one that asks and by that of the log that answers. */
    private boolean isLate(Booking booking) {
        var leader = world.leadersTime(world.partitionOf(booking.subsectionId()));
        return booking.isDue(survivor.now().minus(GRACE)) && booking.isDue(leader.minus(GRACE));
    }
}
