package io.seatlog.reservation.subsection;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random commands, with retries, strangers, reused ids and wrong times among them, against what must always hold. */
class SubsectionPropertyTest {
    private static final int WORLDS = 150;
    private static final int COMMANDS = 200;
    private static final String[] BUYERS = {"ann", "bob", "cid"};

    @Test
    void neverGivesASeatToTwo() {
        long seed = Seeds.next();
        for (int w = 0; w < WORLDS; w++) {
            var random = new Random(seed + w);
            var world = new World(plan(random));
            var says = "seed " + seed + " world " + w;
            var owners = new HashMap<Integer, UUID>();
            var heldUntil = new HashMap<UUID, Instant>();
            for (int c = 0; c < COMMANDS; c++) {
                long before = world.subsection.version();
                var command = command(random, world);
                var at = time(random);
                boolean fresh = world.known(command) == null;
                var terms = world.subsection.opening().terms();
                var outcomes = world.run(command, at);

                if (command instanceof Command.ExpireHolds expire) {
                    assertThat(outcomes).as(says).hasSize(due(expire, at, heldUntil));
                } else if (!(command instanceof Command.CancelBookings)) {
                    assertThat(outcomes).as(says).hasSizeLessThanOrEqualTo(1);
                }
                if (fresh && command instanceof Command.ReserveSeats reserve) {
                    var booking = ((Outcome.OfBooking) outcomes.getFirst()).booking();
                    assertThat(booking.reason()).as(says).isEqualTo(why(reserve, at, owners, world, terms));
                }
                outcomes.forEach(outcome -> own(owners, outcome, says));
                outcomes.forEach(outcome -> keepDeadline(heldUntil, outcome));
                requireSame(world, owners, says);
                boolean changed = outcomes.stream().anyMatch(outcome -> !Subsection.changed(outcome).isEmpty());
                assertThat(world.subsection.version() > before).as(says).isEqualTo(changed);
            }
        }
    }

    @Test
    void loadsWhatReplayGives() {
        long seed = Seeds.next();
        for (int w = 0; w < WORLDS; w++) {
            var random = new Random(seed + w);
            var world = new World(plan(random));
            for (int c = 0; c < COMMANDS; c++) {
                world.run(command(random, world), time(random));
            }

            for (var twin : new Subsection[]{world.loaded(), world.replayed()}) {
                var says = "seed " + seed + " world " + w;
                assertThat(twin.image().toBytes()).as(says).isEqualTo(world.subsection.image().toBytes());
                assertThat(twin.free()).as(says).isEqualTo(world.subsection.free());
                assertThat(twin.version()).as(says).isEqualTo(world.subsection.version());
                for (int c = 0; c < 20; c++) {
                    var command = command(random, world);
                    var at = time(random);
                    assertThat(twin.decide(command, world.bookings::get, 1L << 45, at)).as(says)
                            .isEqualTo(world.subsection.decide(command, world.bookings::get, 1L << 45, at));
                }
            }
        }
    }

    /** What the changed seats say, laid over the map before, is the map after: a reader can follow the changes alone. */
    @Test
    void namesEverySeatThatChanges() {
        long seed = Seeds.next();
        for (int w = 0; w < WORLDS; w++) {
            var random = new Random(seed + w);
            var world = new World(plan(random));
            int seats = world.opened.opening().plan().seats();
            for (int c = 0; c < COMMANDS; c++) {
                var before = world.subsection.image();
                var named = Seats.of(world.run(command(random, world), time(random)).stream()
                        .flatMapToInt(outcome -> Subsection.changed(outcome).stream()).toArray());
                var after = world.subsection.image();
                var differing = Seats.of(IntStream.range(0, seats)
                        .filter(seat -> before.state(seat) != after.state(seat)).toArray());
                assertThat(differing).as("seed %d world %d", seed, w).isEqualTo(named);
            }
        }
    }

    private static void keepDeadline(Map<UUID, Instant> heldUntil, Outcome outcome) {
        if (outcome instanceof Outcome.OfBooking move) {
            var booking = move.booking();
            if (move instanceof Outcome.SeatsHeld) {
                heldUntil.put(booking.id(), booking.createdAt().plusSeconds(World.TERMS.holdSeconds()));
            } else if (move instanceof Outcome.HoldChanged) {
                assertThat(booking.holdUntil()).isAfter(heldUntil.put(booking.id(), booking.holdUntil()));
            } else if (!(move instanceof Outcome.SeatsReleased)) {
                heldUntil.remove(booking.id());
            }
        }
    }

    private static int due(Command.ExpireHolds command, Instant at, Map<UUID, Instant> heldUntil) {
        return (int) command.bookingIds().stream()
                .filter(id -> heldUntil.containsKey(id) && !at.isBefore(heldUntil.get(id))).count();
    }

    private static void own(Map<Integer, UUID> owners, Outcome outcome, String says) {
        switch (outcome) {
            case Outcome.SeatsHeld(Booking booking) -> {
                assertThat(booking.seats().size()).as(says).isEqualTo(booking.quantity());
                booking.seats().stream().forEach(
                        seat -> assertThat(owners.put(seat, booking.id())).as(says + ": seat " + seat).isNull());
            }
            case Outcome.BookingCancelled(Booking booking) -> disown(owners, booking.id(), booking.seats(), says);
            case Outcome.HoldExpired(Booking booking) -> disown(owners, booking.id(), booking.seats(), says);
            case Outcome.SeatsReleased(Booking booking, Seats released) -> disown(owners, booking.id(), released, says);
            case Outcome.BookingConfirmed(Booking booking, boolean late) -> booking.seats().stream()
                    .forEach(seat -> assertThat(owners.put(seat, booking.id())).as(says)
                            .isEqualTo(late ? null : booking.id()));
            case Outcome.BookingRejected(Booking booking) -> assertThat(booking.seats()).as(says).isEqualTo(Seats.NONE);
            case Outcome.SeatsBlocked(_, _, Seats seats) -> seats.stream()
                    .forEach(seat -> assertThat(owners.put(seat, House.CLAIM)).as(says).isNull());
            case Outcome.SeatsUnblocked(_, _, Seats seats) -> disown(owners, House.CLAIM, seats, says);
            case Outcome.CommandRefused _,Outcome.HoldChanged _,Outcome.SubsectionChanged _ -> {
            }
            case Outcome.SubsectionOpened _ -> throw new AssertionError(says);
        }
    }

    private static void disown(Map<Integer, UUID> owners, UUID booking, Seats seats, String says) {
        seats.stream().forEach(seat -> assertThat(owners.remove(seat)).as(says).isEqualTo(booking));
    }

    /** Why a booking with a new id must be rejected; null when it must be held. */
    private static @Nullable Reason why(Command.ReserveSeats command, Instant at, Map<Integer, UUID> owners,
            World world, Terms terms) {
        int free = world.opened.opening().plan().seats() - owners.size();
        if (at.isBefore(World.ON_SALE)) {
            return Reason.NOT_ON_SALE;
        } else if (!at.isBefore(World.OFF_SALE)) {
            return Reason.SALE_CLOSED;
        } else if (terms.sale() != Sale.OPEN) {
            return Reason.SALE_PAUSED;
        } else if (command.quantity() > World.TERMS.maxPerBooking()) {
            return Reason.LIMIT_REACHED;
        } else if (command.selection() == Selection.BEST_AVAILABLE) {
            return free < command.quantity() ? Reason.NO_SEATS : null;
        }
        return command.seats().stream().anyMatch(owners::containsKey) ? Reason.SEAT_TAKEN : null;
    }

    private static void requireSame(World world, Map<Integer, UUID> owners, String says) {
        var subsection = world.subsection;
        var image = subsection.image();
        int seats = subsection.opening().plan().seats();
        assertThat(subsection.free()).as(says).isEqualTo(seats - owners.size());
        assertThat(image.free()).as(says).isEqualTo(subsection.free());
        assertThat(image.version()).as(says).isEqualTo(subsection.version());
        for (int seat = 0; seat < seats; seat++) {
            var owner = owners.get(seat);
            var expected = owner == null
                    ? SeatState.AVAILABLE
                    : owner.equals(House.CLAIM)
                            ? SeatState.BLOCKED
                            : isConfirmed(world, owner) ? SeatState.SOLD : SeatState.HELD;
            assertThat(subsection.state(seat)).as(says).isEqualTo(expected);
            assertThat(image.state(seat)).as(says).isEqualTo(expected);
        }
    }

    private static boolean isConfirmed(World world, UUID booking) {
        return Objects.requireNonNull(world.bookings.get(booking)).status() == BookingStatus.CONFIRMED;
    }

    private static SeatingPlan plan(Random random) {
        int seatsPerRow = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 20);
        return new SeatingPlan(1 + random.nextInt(Math.min(8, SeatingPlan.MAX_RECTANGLE / seatsPerRow)), seatsPerRow);
    }

    private static Instant time(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> World.ON_SALE.minusMillis(1);
            case 1 -> World.OFF_SALE;
            default -> World.ON_SALE.plusMillis(random.nextInt(1_000_000));
        };
    }

    private static Command afterwards(Random random, Booking known, String buyer) {
        return switch (random.nextInt(8)) {
            case 0 -> new Command.CancelBooking(World.ID, known.id(), buyer, Reason.PAYMENT_FAILED);
            case 1 -> new Command.CancelBookings(World.ID,
                    random.longs(1 + random.nextInt(3), 0, 80).distinct().mapToObj(low -> new UUID(0x7000, low))
                            .toList(),
                    Reason.EVENT_CANCELLED);
            case 2, 3 -> new Command.ExtendHold(World.ID, known.id(), buyer, 1 + random.nextInt(1_000));
            default -> new Command.ConfirmBooking(World.ID, known.id(), buyer, new UUID(0x7000, random.nextInt(3)),
                    random.nextInt(10) == 0 ? 1 : known.totalMinor(),
                    World.ON_SALE.plusMillis(random.nextInt(10) == 0 ? 500_000 : 1_000_000));
        };
    }

    private static Command terms(Random random, World world) {
        var terms = world.subsection.opening().terms();
        return new Command.ChangeTerms(World.ID, new Terms(terms.version() + random.nextInt(2), 4_500, "EUR",
                terms.onSaleAt(), terms.offSaleAt(), terms.holdSeconds(), terms.maxPerBooking(), terms.maxPerBuyer(),
                random.nextInt(3) == 0 ? Sale.PAUSED : Sale.OPEN));
    }

    /** Few ids and few buyers, so that they meet often. */
    private static Command command(Random random, World world) {
        var id = new UUID(0x7000, random.nextInt(80));
        var buyer = BUYERS[random.nextInt(10) == 0
                ? random.nextInt(BUYERS.length)
                : (int) (id
                        .getLeastSignificantBits() % BUYERS.length)];
        if (random.nextInt(8) == 0) {
            return new Command.ExpireHolds(World.ID,
                    random.longs(1 + random.nextInt(9), 0, 80).distinct().mapToObj(low -> new UUID(0x7000, low))
                            .toList());
        }
        if (random.nextInt(3) == 0) {
            return new Command.CancelBooking(World.ID, id, buyer, Reason.CANCELLED_BY_BUYER);
        }
        if (random.nextInt(100) == 0) {
            return terms(random, world);
        }
        int seats = world.opened.opening().plan().seats();
        if (random.nextInt(12) == 0) {
            var some = Seats.of(random.ints(0, seats).distinct().limit(1 + random.nextInt(Math.min(seats, 9)))
                    .toArray());
            return random.nextInt(3) == 0
                    ? new Command.BlockSeats(World.ID, some)
                    : new Command.UnblockSeats(World.ID, some);
        }
        var known = world.bookings.get(id);
        if (known != null && random.nextInt(4) == 0) {
            return afterwards(random, known, buyer);
        }
        if (known != null && !known.seats().isEmpty() && random.nextInt(6) == 0) {
            var some = known.seats().stream().filter(_ -> random.nextBoolean()).toArray();
            return new Command.ReleaseSeats(World.ID, id, buyer, some.length == 0 ? known.seats() : Seats.of(some));
        }
        int quantity = 1 + random.nextInt(5);
        if (random.nextBoolean() || quantity > seats) {
            return new Command.ReserveSeats(World.ID, id, buyer, quantity, Selection.BEST_AVAILABLE, Seats.NONE);
        }
        var chosen = Seats.of(random.ints(0, seats).distinct().limit(quantity).toArray());
        return new Command.ReserveSeats(World.ID, id, buyer, quantity, Selection.MANUAL, chosen);
    }
}
