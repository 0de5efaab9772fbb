package io.seatlog.reservation.partition;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.reservation.expiry.Expiry;
import io.seatlog.reservation.expiry.HoldDeadlines;
import io.seatlog.reservation.journal.BuyerOfEvent;
import io.seatlog.reservation.memory.InMemoryJournal;
import io.seatlog.reservation.memory.InMemoryLog;
import io.seatlog.reservation.memory.InMemorySeatMaps;
import io.seatlog.reservation.seatmap.Projection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Several instances of the production pipeline on one log, one journal and one map store, in a time of the test's own. */
final class PipelineWorld {
    static final UUID EVENT = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    final InMemoryLog log;
    final InMemoryJournal journal;
    final InMemorySeatMaps maps = new InMemorySeatMaps();
    final List<Instance> instances = new ArrayList<>();
    final Random random;
    private final int partitions;
    private Instant now = START;
    private Supplier<InMemoryLog.Answer> sending = () -> InMemoryLog.Answer.ACKNOWLEDGED;
    /** How much earlier the broker's clock is than everybody's. */
    long logIsBehindMillis;
    /** Of subsections opened from now on. */
    int holdSeconds = 600;
    int maxPerBuyer = Terms.NO_LIMIT;

    PipelineWorld(int partitions, Random random) {
        this(new InMemoryLog(partitions), partitions, random);
    }

    PipelineWorld(InMemoryLog log, int partitions, Random random) {
        this.log = log;
        this.journal = new InMemoryJournal();
        this.partitions = partitions;
        this.random = random;
    }

    /** One process: its pipeline, and its membership in the group. */
    final class Instance {
        final InMemoryLog.Member member = log.member(this::nanos);
        private final long salt = random.nextLong();
        private long owners;
        private final HoldDeadlines deadlines = new HoldDeadlines();
        final Pipeline pipeline = new Pipeline(
                new PipelinePorts(member, journal, log, new Projection(maps, this::nanos),
                        deadlines, clock(), random, () -> new UUID(salt, ++owners)));
        private final Expiry expiry = new Expiry(deadlines, journal, PipelineWorld.this::send, this::decides, clock());

        private long nanos() {
            return now.toEpochMilli() * 1_000_000;
        }

        private Set<Integer> decides() {
            return pipeline.status().stream().filter(PartitionStatus::open).map(PartitionStatus::partition)
                    .collect(Collectors.toSet());
        }

        /** One pass of the thread that asks for deadlines. */
        void expire() {
            expiry.run();
        }

        /** @return whether it had nothing to do */
        boolean step() {
            return switch (pipeline.step()) {
                case Wait.None _ -> pipeline.atRest();
                case Wait.ForAcknowledgement _ -> false;
                case Wait.Pause pause -> {
                    pipeline.idle(pause.length());
                    yield false;
                }
            };
        }
    }

    private void send(Command.ExpireHolds command, SubsectionKey key, int partition, Runnable failed) {
        switch (sending.get()) {
            case ACKNOWLEDGED -> log.append(partition, key.toString(), CommandCodec.encode(command), appendTime());
            case LOST -> failed.run();
            case WRITTEN_BUT_FAILED -> {
                log.append(partition, key.toString(), CommandCodec.encode(command), appendTime());
                failed.run();
            }
        }
    }

    /** What becomes of a command that an instance sends. */
    void sending(Supplier<InMemoryLog.Answer> fate) {
        sending = fate;
    }

    private InstantSource clock() {
        return () -> now;
    }

    private Instant appendTime() {
        return now.minusMillis(logIsBehindMillis);
    }

    void passMillis(long millis) {
        now = now.plusMillis(millis);
    }

    Instant now() {
        return now;
    }

    int partitions() {
        return partitions;
    }

    Instance start() {
        var instance = new Instance();
        instances.add(instance);
        return instance;
    }

    void assignAll(Instance instance) {
        for (int partition = 0; partition < partitions; partition++) {
            log.assign(partition, instance.member);
        }
    }

    /** Steps everything, acknowledging what is published, until nothing moves any more. */
    void settle() {
        settle(20);
    }

    /** The same while time stands still. */
    void settleNow() {
        settle(0);
    }

    private void settle(long millisEach) {
        for (int quiet = 0, rounds = 0; quiet < 50; rounds++) {
            if (rounds > 200_000) {
                throw new AssertionError("the world does not come to rest");
            }
            passMillis(millisEach);
            boolean still = log.underWay() == 0;
            log.answer(InMemoryLog.Answer.ACKNOWLEDGED);
            for (var instance : List.copyOf(instances)) {
                still &= instance.step();
            }
            quiet = still && caughtUp() ? quiet + 1 : 0;
        }
    }

    private boolean caughtUp() {
        for (int partition = 0; partition < partitions; partition++) {
            var row = journal.progress().get(partition);
            if (!log.records(partition).isEmpty()
                    && (row == null || row.nextOffset() != log.records(partition).size())) {
                return false;
            }
        }
        return true;
    }

    static SubsectionKey key(int subsection) {
        return new SubsectionKey(EVENT, "A", Integer.toString(subsection));
    }

    int partitionOf(int subsection) {
        return subsection % partitions;
    }

    Terms terms(int version, Sale sale) {
        return new Terms(version, 4500, "EUR", START.minusSeconds(60), START.plusSeconds(86_400), holdSeconds, 8,
                maxPerBuyer, sale);
    }

    long open(int subsection, int rows, int seatsPerRow) {
        return append(subsection, new Command.OpenSubsection(subsection, key(subsection), partitionOf(subsection),
                new SeatingPlan(rows, seatsPerRow), terms(1, Sale.OPEN)));
    }

    long append(int subsection, Command command) {
        return log.append(partitionOf(subsection), key(subsection).toString(), CommandCodec.encode(command),
                appendTime());
    }

    /** What a reader that keeps the last version of each subject sees: in order, without repeats. */
    List<Outcome> seen(int partition) {
        var seen = new LinkedHashMap<String, Outcome>();
        for (var outcome : log.outcomes(partition)) {
            var former = seen.putIfAbsent(outcome.version() + " " + subject(outcome), outcome);
            if (former != null && !former.equals(outcome)) {
                throw new AssertionError("two outcomes for one command: " + former + " and " + outcome);
            }
        }
        return List.copyOf(seen.values());
    }

    private static String subject(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfSubsection of -> "subsection " + of.subsectionId();
            case Outcome.OfBooking ofBooking -> "booking " + ofBooking.booking().id();
            case Outcome.CommandRefused refused -> "refused " + refused.bookingId();
        };
    }

    /** Runs the same log through one instance without any fault. */
    PipelineWorld replay() {
        var quiet = new PipelineWorld(partitions, new Random(1));
        for (int partition = 0; partition < partitions; partition++) {
            log.records(partition).forEach(record -> quiet.log.append(record.partition(),
                    new String(record.key(), StandardCharsets.US_ASCII), record.value(),
                    record.appendTime()));
        }
        quiet.assignAll(quiet.start());
        quiet.settle();
        return quiet;
    }

    /** A buyer's tickets are those of the bookings held, whatever happened before, and never too many. */
    void requireTicketsCounted() {
        var held = new HashMap<BuyerOfEvent, Integer>();
        journal.bookings().values().stream().filter(PipelineWorld::hasSeats)
                .forEach(booking -> held.merge(new BuyerOfEvent(booking.eventId(), booking.buyer()), booking.quantity(),
                        Integer::sum));
        journal.buyerTickets().forEach((buyer, taken) -> {
            if (!taken.equals(held.getOrDefault(buyer, 0)) || taken > maxPerBuyer) {
                throw new AssertionError(buyer + " has " + taken + " tickets, and holds " + held.get(buyer));
            }
        });
        if (!journal.buyerTickets().keySet().containsAll(held.keySet())) {
            throw new AssertionError("tickets not counted: " + held + " but " + journal.buyerTickets());
        }
    }

    long holds() {
        return journal.bookings().values().stream().filter(booking -> booking.status() == BookingStatus.HELD).count();
    }

    private static boolean hasSeats(Booking booking) {
        return booking.status() == BookingStatus.HELD || booking.status() == BookingStatus.CONFIRMED;
    }

    /** Those of the bookings that have seats, and of the house. */
    Map<InMemoryJournal.Seat, UUID> claimsThatShouldBe() {
        var claims = new LinkedHashMap<InMemoryJournal.Seat, UUID>();
        for (var booking : journal.bookings().values()) {
            if (hasSeats(booking)) {
                booking.seats().stream().forEach(seat -> {
                    var before = claims.put(new InMemoryJournal.Seat(booking.subsectionId(), seat), booking.id());
                    if (before != null) {
                        throw new AssertionError("seat " + seat + " has two owners: " + before + ", " + booking.id());
                    }
                });
            }
        }
        blocked().forEach(seat -> claims.put(seat, House.CLAIM));
        return claims;
    }

    /** By the outcomes. */
    Set<InMemoryJournal.Seat> blocked() {
        var blocked = new HashSet<InMemoryJournal.Seat>();
        for (int partition = 0; partition < partitions; partition++) {
            seen(partition).stream().sorted(Comparator.comparingLong(Outcome::version)).forEach(outcome -> {
                if (outcome instanceof Outcome.SeatsBlocked(var subsection, _, var seats)) {
                    seats.stream().forEach(seat -> blocked.add(new InMemoryJournal.Seat(subsection, seat)));
                } else if (outcome instanceof Outcome.SeatsUnblocked(var subsection, _, var seats)) {
                    seats.stream().forEach(seat -> blocked.remove(new InMemoryJournal.Seat(subsection, seat)));
                }
            });
        }
        return blocked;
    }

    /** Follows the outcomes in the order of the log: a seat must be free when it is held. */
    void requireOneOwnerASeatAtAnyTime() {
        for (int partition = 0; partition < partitions; partition++) {
            var taken = new HashSet<InMemoryJournal.Seat>();
            var byVersion = new ArrayList<>(seen(partition));
            byVersion.sort(Comparator.comparingLong(Outcome::version));
            for (var outcome : byVersion) {
                if (outcome instanceof Outcome.SeatsBlocked(var subsection, _, var seats)) {
                    seats.stream().forEach(seat -> {
                        if (!taken.add(new InMemoryJournal.Seat(subsection, seat))) {
                            throw new AssertionError("blocked seat that is held: " + outcome);
                        }
                    });
                } else if (outcome instanceof Outcome.SeatsUnblocked(var subsection, _, var seats)) {
                    seats.stream().forEach(seat -> taken.remove(new InMemoryJournal.Seat(subsection, seat)));
                } else if (outcome instanceof Outcome.SeatsHeld
                        || outcome instanceof Outcome.BookingConfirmed(_, var late) && late) {
                    var held = (Outcome.OfBooking) outcome;
                    held.booking().seats().stream().forEach(seat -> {
                        if (!taken.add(new InMemoryJournal.Seat(held.subsectionId(), seat))) {
                            throw new AssertionError("seat held twice: " + held);
                        }
                    });
                } else if (outcome instanceof Outcome.SeatsReleased part) {
                    part.released().stream()
                            .forEach(seat -> taken.remove(new InMemoryJournal.Seat(part.subsectionId(), seat)));
                } else if (outcome instanceof Outcome.OfBooking released && !hasSeats(released.booking())) {
                    released.booking().seats().stream()
                            .forEach(seat -> taken.remove(new InMemoryJournal.Seat(released.subsectionId(), seat)));
                }
            }
        }
    }
}
