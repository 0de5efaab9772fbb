package io.seatlog.reservation.partition;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.journal.BatchWrites;
import io.seatlog.reservation.journal.BuyerOfEvent;
import io.seatlog.reservation.journal.Facts;
import io.seatlog.reservation.seatmap.SeatMaps;
import io.seatlog.reservation.subsection.Subsection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The effects of the records decided together, net. It is also the overlay on the facts: what was decided earlier in
 * the batch is what later records of it see.
 */
final class Batch {
    private final Map<UUID, Booking> before;
    private final Map<BuyerOfEvent, Integer> ticketsBefore;
    private final Map<BuyerOfEvent, Tickets> tickets = new TreeMap<>(
            Comparator.comparing(BuyerOfEvent::eventId).thenComparing(BuyerOfEvent::buyer));
    private final Map<UUID, BatchWrites.Inserted> inserted = new LinkedHashMap<>();
    private final Map<UUID, Booking> changed = new LinkedHashMap<>();
    private final Map<SeatKey, BatchWrites.Claim> claimed = new LinkedHashMap<>();
    private final List<BatchWrites.Claim> released = new ArrayList<>();
    private final Map<Integer, Touched> touched = new LinkedHashMap<>();
    private final List<BatchWrites.Refusal> refusals = new ArrayList<>();
    private final List<BatchWrites.DeadLetter> deadLetters = new ArrayList<>();
    private final Map<Integer, Lane> lanes = new TreeMap<>();
    private int bytes;

    Batch(Facts facts) {
        this.before = facts.bookings();
        this.ticketsBefore = facts.tickets();
    }

    /** What the batch did to the number of one buyer's tickets. */
    private static final class Tickets {
        private int delta;
        private int allowed;
    }

    private record SeatKey(int subsectionId, int seat) {}

    /** One partition's part of the batch. */
    static final class Lane {
        private final OwnedPartition partition;
        private final List<Publication> publications = new ArrayList<>();
        private long to;
        private Instant logTime;

        private Lane(OwnedPartition partition) {
            this.partition = partition;
            this.to = partition.nextOffset();
            this.logTime = partition.logTime();
        }

        OwnedPartition partition() {
            return partition;
        }

        long to() {
            return to;
        }

        Instant logTime() {
            return logTime;
        }

        /** Log time never goes back, whatever a new leader's clock says. */
        Instant advance(LogRecord record) {
            to = record.offset() + 1;
            logTime = record.appendTime().isAfter(logTime) ? record.appendTime() : logTime;
            return logTime;
        }
    }

    private static final class Touched {
        private final Residents.Resident resident;
        private final boolean opened;
        private final long versionBefore;
        private final int termsBefore;
        private final BitSet seats = new BitSet();

        private Touched(Residents.Resident resident, boolean opened) {
            this.resident = resident;
            this.opened = opened;
            this.versionBefore = resident.subsection().version();
            this.termsBefore = resident.subsection().opening().terms().version();
        }
    }

    Lane lane(OwnedPartition partition) {
        return lanes.computeIfAbsent(partition.number(), _ -> new Lane(partition));
    }

    @Nullable
    Booking known(UUID id) {
        var change = changed.get(id);
        if (change != null) {
            return change;
        }
        var insert = inserted.get(id);
        return insert != null ? insert.booking() : before.get(id);
    }

    /** What is known while a command of this subsection is decided. */
    Subsection.Known known(Subsection subsection) {
        var eventId = subsection.opening().key().eventId();
        return new Subsection.Known() {
            @Override
            public @Nullable Booking booking(UUID id) {
                return known(id);
            }

            @Override
            public int tickets(String buyer) {
                var who = new BuyerOfEvent(eventId, buyer);
                var change = tickets.get(who);
                return ticketsBefore.getOrDefault(who, 0) + (change == null ? 0 : change.delta);
            }
        };
    }

    /** Notes how a subsection was before the batch first changes it. */
    void touch(Residents.Resident resident, boolean opened) {
        touched.computeIfAbsent(resident.subsection().id(), _ -> new Touched(resident, opened));
    }

    void add(Lane lane, Outcome outcome, Seats seatsChanged, @Nullable String traceparent) {
        switch (outcome) {
            case Outcome.SubsectionOpened _,Outcome.SubsectionChanged _ -> {
            }
            case Outcome.SeatsBlocked(var subsection, _, var seats) ->
                seats.stream().forEach(seat -> claim(subsection, seat, House.CLAIM));
            case Outcome.SeatsUnblocked(var subsection, _, var seats) ->
                seats.stream().forEach(seat -> release(subsection, seat, House.CLAIM));
            case Outcome.SeatsHeld(var booking) -> begin(lane, booking);
            case Outcome.BookingConfirmed(var booking, var late) -> {
                if (late) {
                    begin(lane, booking);
                } else {
                    write(lane, booking);
                }
            }
            case Outcome.HoldChanged(var booking) -> write(lane, booking);
            case Outcome.BookingRejected rejected -> write(lane, rejected.booking());
            case Outcome.BookingCancelled(var booking) -> end(lane, booking, booking.seats());
            case Outcome.HoldExpired(var booking) -> end(lane, booking, booking.seats());
            case Outcome.SeatsReleased(var booking, var released) -> end(lane, booking, released);
            case Outcome.CommandRefused refused ->
                refusals.add(new BatchWrites.Refusal(lane.partition.number(), refused));
        }
        var subsection = touched.get(outcome.subsectionId());
        if (subsection != null) {
            seatsChanged.stream().forEach(subsection.seats::set);
        }
        publish(lane, Publication.of(outcome, traceparent));
    }

    void addDeadLetter(Lane lane, long version, String reason, LogRecord record) {
        var value = record.value() == null ? new byte[0] : record.value();
        deadLetters.add(new BatchWrites.DeadLetter(lane.partition.number(), version, reason, record.key(),
                record.value(), lane.logTime));
        publish(lane, new Publication(Publication.Target.DEAD_LETTERS, 0, record.key(), value, record.traceparent()));
    }

    Iterable<BatchWrites.Inserted> inserted() {
        return inserted.values();
    }

    Iterable<Booking> changed() {
        return changed.values();
    }

    List<BatchWrites.DeadLetter> deadLetters() {
        return deadLetters;
    }

    int bytes() {
        return bytes;
    }

    Map<Integer, Lane> lanes() {
        return lanes;
    }

    Iterable<Integer> touchedSubsections() {
        return touched.keySet();
    }

    BatchWrites writes() {
        var advances = lanes.values().stream()
                .map(lane -> new BatchWrites.Advance(lane.partition.number(), lane.partition.owner(),
                        lane.partition.nextOffset(), lane.to, lane.logTime, Publication.encode(lane.publications)))
                .toList();
        var opened = new ArrayList<BatchWrites.Opened>();
        var resold = new ArrayList<BatchWrites.Resold>();
        var reworded = new ArrayList<BatchWrites.Reworded>();
        for (var each : touched.values()) {
            var subsection = each.resident.subsection();
            if (each.opened) {
                opened.add(new BatchWrites.Opened(subsection.opening(), subsection.free(), subsection.version()));
                continue;
            }
            if (subsection.version() != each.versionBefore) {
                resold.add(new BatchWrites.Resold(subsection.id(), subsection.free(), each.versionBefore,
                        subsection.version()));
            }
            var terms = subsection.opening().terms();
            if (terms.version() != each.termsBefore) {
                reworded.add(new BatchWrites.Reworded(subsection.id(), each.termsBefore, terms));
            }
        }
        var changes = changed.values().stream()
                .map(booking -> new BatchWrites.Changed(booking, before(booking.id()).version())).toList();
        return new BatchWrites(advances, List.copyOf(inserted.values()), changes, released,
                List.copyOf(claimed.values()), taken(), opened, resold, reworded, refusals, deadLetters);
    }

    private List<BatchWrites.Taken> taken() {
        return tickets.entrySet().stream().filter(entry -> entry.getValue().delta != 0)
                .map(entry -> new BatchWrites.Taken(entry.getKey(), entry.getValue().delta, entry.getValue().allowed))
                .toList();
    }

    Map<Integer, List<Publication>> publications() {
        var publications = new HashMap<Integer, List<Publication>>();
        lanes.forEach((partition, lane) -> {
            if (!lane.publications.isEmpty()) {
                publications.put(partition, lane.publications);
            }
        });
        return publications;
    }

    /** The maps of all subsections that the batch opened or changed, after it. */
    List<SeatMaps.Update> mapUpdates() {
        var updates = new ArrayList<SeatMaps.Update>();
        for (var each : touched.values()) {
            var subsection = each.resident.subsection();
            if (each.opened || subsection.version() != each.versionBefore) {
                updates.add(new SeatMaps.Update(subsection.id(), each.resident.mapBase(), subsection.image(),
                        Seats.of(each.seats.stream().toArray())));
            }
        }
        return updates;
    }

    private void write(Lane lane, Booking booking) {
        if (before.containsKey(booking.id())) {
            changed.put(booking.id(), booking);
        } else {
            inserted.put(booking.id(), new BatchWrites.Inserted(lane.partition.number(), booking));
        }
    }

    private void begin(Lane lane, Booking booking) {
        write(lane, booking);
        count(booking, booking.quantity());
        booking.seats().stream().forEach(seat -> claim(booking.subsectionId(), seat, booking.id()));
    }

    private void end(Lane lane, Booking booking, Seats released) {
        write(lane, booking);
        count(booking, -released.size());
        released.stream().forEach(seat -> release(booking.subsectionId(), seat, booking.id()));
    }

    private void count(Booking booking, int delta) {
        var subsection = touched.get(booking.subsectionId());
        if (subsection == null) {
            throw new IllegalStateException("seats of an untouched subsection: " + booking);
        }
        var terms = subsection.resident.subsection().opening().terms();
        if (terms.limitsBuyers()) {
            var change = tickets.computeIfAbsent(new BuyerOfEvent(booking.eventId(), booking.buyer()),
                    _ -> new Tickets());
            change.delta += delta;
            if (delta > 0) {
                change.allowed = terms.maxPerBuyer();
            }
        }
    }

    private void claim(int subsectionId, int seat, UUID owner) {
        claimed.put(new SeatKey(subsectionId, seat), new BatchWrites.Claim(subsectionId, seat, owner));
    }

    private void release(int subsectionId, int seat, UUID owner) {
        if (claimed.remove(new SeatKey(subsectionId, seat)) == null) {
            released.add(new BatchWrites.Claim(subsectionId, seat, owner));
        }
    }

    private void publish(Lane lane, Publication publication) {
        lane.publications.add(publication);
        bytes += publication.size();
    }

    private Booking before(UUID id) {
        var booking = before.get(id);
        if (booking == null) {
            throw new IllegalStateException("changed booking without a row: " + id);
        }
        return booking;
    }
}
