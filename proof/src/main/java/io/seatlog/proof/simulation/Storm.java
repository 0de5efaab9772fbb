package io.seatlog.proof.simulation;

import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.reservation.memory.InMemoryLog;
import java.util.List;
import java.util.Map;

/** What happens next: work, disturbance, or time. */
final class Storm {
    private static final int LONG_SILENCE_MILLIS = 20_000;
    /** So that no simulation gets there. */
    private static final int FAR_AHEAD = 1 << 20;
    private final World world;
    private final Choices choices;
    private final Customers customers;
    private final OutcomeReaders readers;
    private Map<Integer, byte[]> mapsBefore = Map.of();

    Storm(World world, Customers customers, OutcomeReaders readers) {
        this.world = world;
        this.choices = world.choices;
        this.customers = customers;
        this.readers = readers;
    }

    void next() {
        world.passMillis(choices.next(30));
        switch (choices.next(34)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> aProcess().step();
            case 9, 10, 11 -> customers.act();
            case 12, 13, 14 -> answer();
            case 15, 16 -> readers.act(customers);
            case 17 -> aProcess().expire();
            case 18 -> aProcess().sweep();
            case 19 -> world.passMillis(choices.oneIn(10) ? LONG_SILENCE_MILLIS : choices.next(1_500));
            case 20 -> transaction();
            case 21 -> group();
            case 22, 32 -> maps();
            case 23, 24, 25, 26, 27, 28, 29 -> choices.of(world.cashiers).act(customers);
            case 30 -> world.till.somethingArrives();
            case 31 -> clocks();
            default -> log();
        }
    }

    private Process aProcess() {
        return choices.of(world.processes);
    }

    /** The broker answers one of the publications under way. */
    private void answer() {
        if (world.log.underWay() == 0) {
            return;
        }
        int which = choices.next(world.log.underWay());
        if (world.happens(Fault.PUBLICATION_LOST, 6)) {
            world.answer(which, InMemoryLog.Answer.LOST);
        } else if (world.happens(Fault.PUBLICATION_UNANSWERED, 6)) {
            world.answer(which, InMemoryLog.Answer.WRITTEN_BUT_FAILED);
        } else {
            world.answer(which, InMemoryLog.Answer.ACKNOWLEDGED);
        }
    }

    private void transaction() {
        if (world.journal.open() > 0) {
            boolean committed = choices.next(2) == 0;
            world.trace.say(() -> "a transaction that was left open " + (committed ? "commits" : "is rolled back"));
            world.journal.end(choices.next(world.journal.open()), committed);
        }
    }

    private void group() {
        if (choices.next(2) == 0) {
            if (world.happens(Fault.REBALANCE, 2)) {
                world.assign(choices.next(world.setting.partitions()), aProcess());
            }
        } else if (world.happens(Fault.CRASH, 3)) {
            if (choices.next(3) == 2) {
                choices.of(world.cashiers).crash();
            } else {
                crash();
            }
        }
    }

    /** The group may notice at once, or only when somebody else is given its partitions. */
    private void crash() {
        var gone = world.processes.remove(choices.next(world.processes.size()));
        world.trace.say(() -> gone + " ends");
        if (choices.next(2) == 0) {
            gone.member().leave();
        }
        var next = world.start();
        world.assign(choices.next(world.setting.partitions()), next);
    }

    private void maps() {
        world.compareMaps();
        switch (choices.next(10)) {
            case 0 -> {
                boolean away = world.happens(Fault.MAP_AWAY, 2);
                world.maps.failing(away);
            }
            case 1, 2 -> mapsBefore = world.maps.moment();
            case 3 -> {
                if (world.happens(Fault.MAP_LOST, 2)) {
                    loseMaps();
                }
            }
            case 4, 5 -> {
                if (world.happens(Fault.MAP_BACK, 2)) {
                    world.maps.rollBack(mapsBefore);
                }
            }
            case 6 -> tear();
            case 7 -> setBack();
            default -> {
                if (world.maps.onTheWay() > 0) {
                    world.maps.arrive(choices.next(world.maps.onTheWay()));
                    world.compareMaps();
                }
            }
        }
    }

    private void loseMaps() {
        if (choices.next(2) == 0) {
            world.maps.delete(1 + choices.next(world.setting.subsections()));
        } else {
            world.maps.clear();
        }
    }

    private void tear() {
        if (world.has(Fault.MAP_TORN)) {
            int subsection = 1 + choices.next(world.setting.subsections());
            var image = world.truth.images(List.of(subsection)).get(subsection);
            if (image != null) {
                world.maps.halfWrite(subsection, image);
            }
        }
    }

    /** What is in the database now is older than what the map store still shows. */
    private void setBack() {
        if (world.happens(Fault.MAP_AHEAD, 2)) {
            int subsection = 1 + choices.next(world.setting.subsections());
            long later = world.journal.version(subsection) + FAR_AHEAD;
            world.maps.put(subsection,
                    MapLayout.image(later, world.setting.seats(), _ -> SeatState.SOLD).toBytes());
        }
    }

    /** An operator takes some time to come. */
    private void log() {
        if (!world.losses.damaged().isEmpty()) {
            world.losses.repair();
        } else if (world.happens(Fault.LOG_REPLACED, 24)) {
            world.losses.replace();
        } else if (world.happens(Fault.LOG_TAIL_LOST, 3)) {
            world.losses.loseTail(choices.next(world.setting.partitions()));
        }
    }

    private void clocks() {
        if (world.happens(Fault.LOG_TIME_BACK, 2)) {
            world.leaderChanges(choices.next(world.setting.partitions()));
        }
    }
}
