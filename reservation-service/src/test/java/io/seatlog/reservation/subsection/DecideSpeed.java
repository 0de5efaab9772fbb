package io.seatlog.reservation.subsection;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Not a test: prints what a decision costs, in CPU time of one warm thread. */
final class DecideSpeed {
    private static final int COMMANDS = 2_000_000;
    private static final UUID ID = new UUID(0x7000, 1);

    private DecideSpeed() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < 3; round++) {
            System.out.printf(Locale.ROOT, "ns per decide: best of 2 in 500 free %d, best of 4 scattered %d, "
                    + "manual %d, sold out %d, retry %d; ns per hold, apply, cancel, apply: %d%n",
                    time(world(1), best(2), null), time(world(2), best(4), null), time(world(1), manual(), null),
                    time(world(0), best(2), null), time(world(1), best(2), retried()), life());
        }
    }

    private static long time(Subsection subsection, Command command, @Nullable Booking known) {
        long outcomes = 0;
        long start = cpuNanos();
        for (int i = 0; i < COMMANDS; i++) {
            outcomes += subsection.decide(command, _ -> known, (1L << 40) + 500 + i, World.ON_SALE).size();
        }
        long nanos = cpuNanos() - start;
        if (outcomes != (known == null ? COMMANDS : 0)) {
            throw new IllegalStateException("decided " + outcomes);
        }
        return nanos / COMMANDS;
    }

    private static long life() {
        var subsection = world(1);
        long start = cpuNanos();
        for (int i = 0; i < COMMANDS; i++) {
            long version = (1L << 40) + 500 + 2L * i;
            var held = subsection.decide(best(2), _ -> null, version, World.ON_SALE).getFirst();
            subsection.apply(held);
            var booking = ((Outcome.OfBooking) held).booking();
            var cancel = new Command.CancelBooking(World.ID, ID, "ann", Reason.CANCELLED_BY_BUYER);
            subsection.apply(subsection.decide(cancel, _ -> booking, version + 1, World.ON_SALE).getFirst());
        }
        return (cpuNanos() - start) / COMMANDS;
    }

    /** Not the wall's, which on a shared machine is the neighbours' time too. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** 20 rows of 25, of which every {@code nth} seat is free; none for 0. */
    private static Subsection world(int nth) {
        var taken = IntStream.range(0, 500).filter(seat -> nth == 0 || seat % nth != 0).toArray();
        var opening = new World(new SeatingPlan(20, 25)).opened.opening();
        return new Subsection(opening, Seats.of(taken), Seats.NONE, Seats.NONE, 1L << 40);
    }

    private static Booking retried() {
        var held = (Outcome.OfBooking) world(1).decide(best(2), _ -> null, 1L << 41, World.ON_SALE).getFirst();
        if (held.booking().status() != BookingStatus.HELD) {
            throw new IllegalStateException("not held");
        }
        return held.booking();
    }

    private static Command best(int quantity) {
        return new Command.ReserveSeats(World.ID, ID, "ann", quantity, Selection.BEST_AVAILABLE, Seats.NONE);
    }

    private static Command manual() {
        return new Command.ReserveSeats(World.ID, ID, "ann", 2, Selection.MANUAL, Seats.of(250, 251));
    }
}
