package io.seatlog.reservation.memory;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.reservation.expiry.Hold;
import io.seatlog.reservation.expiry.HoldReader;
import io.seatlog.reservation.expiry.HoldsUnavailableException;
import io.seatlog.reservation.journal.BatchWrites;
import io.seatlog.reservation.journal.BuyerOfEvent;
import io.seatlog.reservation.journal.CommitResult;
import io.seatlog.reservation.journal.Facts;
import io.seatlog.reservation.journal.Journal;
import io.seatlog.reservation.journal.JournalUnavailableException;
import io.seatlog.reservation.journal.LogIdentity;
import io.seatlog.reservation.journal.Progress;
import io.seatlog.reservation.journal.Taken;
import io.seatlog.reservation.subsection.Subsection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what PostgreSQL checks: the fence, keys, and the row count of every change; a batch has all its effects or none. */
public final class InMemoryJournal implements Journal, HoldReader {
    /** Owners' tokens of a log that nobody has opened since its adoption begin with it. */
    private static final long ADOPTION = Long.MIN_VALUE;

    public record Seat(int subsectionId, int seat) {}

    private record Row(Command.OpenSubsection opening, int free, long version) {}

    private final Map<Integer, Progress> progress = new TreeMap<>();
    private final Map<UUID, Booking> bookings = new HashMap<>();
    private final Map<UUID, Integer> bookingPartitions = new HashMap<>();
    private final Map<Seat, UUID> tickets = new HashMap<>();
    private final Map<Integer, Row> subsections = new TreeMap<>();
    private final Map<BuyerOfEvent, Integer> buyerTickets = new HashMap<>();
    private final Map<Long, BatchWrites.Refusal> refusals = new TreeMap<>();
    private final Map<Long, BatchWrites.DeadLetter> deadLetters = new TreeMap<>();
    private final List<BatchWrites> open = new ArrayList<>();
    private JournalFaults faults = JournalFaults.NONE;
    private int commits;
    private long adoptions;

    public void faults(JournalFaults newFaults) {
        faults = newFaults;
    }

    @Override
    public Taken take(int partition, LogIdentity log, UUID newOwner, @Nullable UUID previousOwner) {
        failIf(faults.unreachable());
        failIf(open.stream().anyMatch(writes -> Locks.of(writes).holds(partition)));
        var row = progress.get(partition);
        if (row == null) {
            if (log.start() > 0) {
                return new Taken.Refused("no position is stored, and the log starts at " + log.start());
            }
            row = new Progress(partition, log.topicId(), 1, newOwner, 0, Instant.EPOCH, new byte[0]);
        }
        var objection = log.objection(row);
        if (objection.isPresent()) {
            return new Taken.Refused(objection.get());
        }
        if (previousOwner != null && !previousOwner.equals(row.owner())) {
            return new Taken.Foreign();
        }
        var mine = new Progress(partition, row.topicId(), row.generation(), newOwner, row.nextOffset(), row.logTime(),
                row.outcomes());
        progress.put(partition, mine);
        failIf(faults.answerLost());
        return new Taken.Mine(mine);
    }

    @Override
    public Facts read(Collection<UUID> bookingIds, Collection<Integer> subsectionIds, Collection<BuyerOfEvent> buyers) {
        failIf(faults.unreachable());
        var found = new HashMap<UUID, Booking>();
        bookingIds.forEach(id -> Optional.ofNullable(bookings.get(id)).ifPresent(booking -> found.put(id, booking)));
        var loaded = new HashMap<Integer, Subsection>();
        subsectionIds.forEach(id -> Optional.ofNullable(subsections.get(id))
                .ifPresent(row -> loaded.put(id, load(id, row))));
        var counted = new HashMap<BuyerOfEvent, Integer>();
        buyers.forEach(buyer -> Optional.ofNullable(tickets(buyer)).ifPresent(taken -> counted.put(buyer, taken)));
        return new Facts(found, loaded, counted);
    }

    @Override
    public List<Hold> endingBefore(Instant before, Set<Integer> partitions, int mostEach) {
        if (faults.unreachable()) {
            throw new HoldsUnavailableException("as told", new IllegalStateException("a fault that was ordered"));
        }
        var counts = new HashMap<Integer, Integer>();
        return bookings.values().stream().filter(booking -> booking.isDue(before.minusMillis(1)))
                .map(booking -> hold(booking)).filter(hold -> partitions.contains(hold.partition()))
                .sorted(Comparator.comparing(Hold::until))
                .filter(hold -> counts.merge(hold.partition(), 1, Integer::sum) <= mostEach).toList();
    }

    private Hold hold(Booking booking) {
        var row = Objects.requireNonNull(subsections.get(booking.subsectionId()));
        return new Hold(booking.id(), booking.subsectionId(), row.opening.key(), row.opening.partition(),
                Objects.requireNonNull(booking.holdUntil()));
    }

    private Subsection load(int id, Row row) {
        var blocked = tickets.entrySet().stream().filter(ticket -> ticket.getKey().subsectionId == id)
                .filter(ticket -> ticket.getValue().equals(House.CLAIM)).mapToInt(ticket -> ticket.getKey().seat);
        return new Subsection(row.opening, seats(id, BookingStatus.HELD), seats(id, BookingStatus.CONFIRMED),
                Seats.of(blocked.toArray()), row.version);
    }

    /** Joins claims with bookings, as the real one: a claim of no booking is not seen. */
    private Seats seats(int subsectionId, BookingStatus status) {
        return Seats.of(tickets.entrySet().stream().filter(ticket -> ticket.getKey().subsectionId == subsectionId)
                .filter(ticket -> Optional.ofNullable(bookings.get(ticket.getValue()))
                        .filter(booking -> booking.status() == status).isPresent())
                .mapToInt(ticket -> ticket.getKey().seat).toArray());
    }

    @Override
    public CommitResult commit(BatchWrites writes) {
        failIf(faults.unreachable());
        if (isLocked(writes)) {
            return new CommitResult.Busy();
        }
        var problem = problem(writes);
        if (problem.isPresent()) {
            return problem.get();
        }
        if (faults.staysOpen()) {
            open.add(writes);
            failIf(true);
        }
        write(writes);
        commits++;
        failIf(faults.answerLost());
        return new CommitResult.Committed();
    }

    /** As a client that stops before its COMMIT: the rows stay locked, and nobody sees them, until {@link #end}. */
    public CommitResult begin(BatchWrites writes) {
        if (isLocked(writes)) {
            return new CommitResult.Busy();
        }
        var problem = problem(writes);
        if (problem.isEmpty()) {
            open.add(writes);
        }
        return problem.orElseGet(CommitResult.Committed::new);
    }

    /** Ends one of the transactions that stayed open. */
    public void end(int index, boolean committed) {
        var writes = open.remove(index);
        if (committed) {
            write(writes);
            commits++;
        }
    }

    /** Transactions that stayed open. */
    public int open() {
        return open.size();
    }

    private boolean isLocked(BatchWrites writes) {
        return open.stream().anyMatch(other -> Locks.of(other).collideWith(Locks.of(writes)));
    }

    private Optional<CommitResult> problem(BatchWrites writes) {
        for (var advance : writes.advances()) {
            var row = progress.get(advance.partition());
            if (row == null || !row.owner().equals(advance.owner()) || row.nextOffset() != advance.from()) {
                return Optional.of(new CommitResult.Fenced(advance.partition()));
            }
        }
        for (var inserted : writes.inserted()) {
            if (bookings.containsKey(inserted.booking().id())) {
                return Optional.of(new CommitResult.Twin());
            }
        }
        for (var changed : writes.changed()) {
            var row = bookings.get(changed.booking().id());
            if (row == null || row.version() != changed.versionBefore()) {
                return Optional.of(new CommitResult.Mismatch("changed bookings"));
            }
        }
        for (var taken : writes.taken()) {
            int before = Objects.requireNonNullElse(buyerTickets.get(taken.buyer()), 0);
            int allowed = taken.delta() > 0 ? taken.allowed() : Integer.MAX_VALUE;
            if (before + taken.delta() > allowed) {
                return Optional.of(new CommitResult.LimitPassed());
            }
        }
        return claimProblem(writes).or(() -> subsectionProblem(writes))
                .or(() -> faults.unstorable(writes)
                        ? Optional.of(new CommitResult.Unstorable("as told"))
                        : Optional.empty());
    }

    private Optional<CommitResult> claimProblem(BatchWrites writes) {
        var free = new HashSet<Seat>();
        for (var claim : writes.released()) {
            if (!claim.bookingId().equals(tickets.get(new Seat(claim.subsectionId(), claim.seat())))) {
                return Optional.of(new CommitResult.Mismatch("released claims"));
            }
            free.add(new Seat(claim.subsectionId(), claim.seat()));
        }
        var taken = new HashSet<Seat>();
        for (var claim : writes.claimed()) {
            var seat = new Seat(claim.subsectionId(), claim.seat());
            if (!taken.add(seat) || tickets.containsKey(seat) && !free.contains(seat)) {
                return Optional.of(new CommitResult.SeatClaimed(claim.subsectionId()));
            }
        }
        return Optional.empty();
    }

    private Optional<CommitResult> subsectionProblem(BatchWrites writes) {
        for (var opened : writes.opened()) {
            if (subsections.containsKey(opened.opening().subsectionId())) {
                return Optional.of(new CommitResult.Unstorable("subsection_pkey"));
            }
        }
        for (var resold : writes.resold()) {
            var row = subsections.get(resold.subsectionId());
            if (row == null || row.version != resold.versionBefore()) {
                return Optional.of(new CommitResult.Mismatch("changed subsections"));
            }
        }
        for (var reworded : writes.reworded()) {
            var row = subsections.get(reworded.subsectionId());
            if (row == null || row.opening.terms().version() != reworded.termsBefore()) {
                return Optional.of(new CommitResult.Mismatch("changed terms"));
            }
        }
        boolean refusedTwice = writes.refusals().stream().anyMatch(row -> refusals.containsKey(key(row)));
        boolean deadTwice = writes.deadLetters().stream().anyMatch(row -> deadLetters.containsKey(key(row)));
        return refusedTwice || deadTwice
                ? Optional.of(new CommitResult.Unstorable("refusal_pkey or dead_letter_pkey"))
                : Optional.empty();
    }

    private void write(BatchWrites writes) {
        for (var advance : writes.advances()) {
            var row = progress.get(advance.partition());
            if (row == null) {
                throw new AssertionError("checked before");
            }
            progress.put(advance.partition(), new Progress(advance.partition(), row.topicId(), row.generation(),
                    row.owner(), advance.to(), advance.logTime(), advance.outcomes()));
        }
        writes.inserted().forEach(row -> {
            bookings.put(row.booking().id(), row.booking());
            bookingPartitions.put(row.booking().id(), row.partition());
        });
        writes.changed().forEach(row -> bookings.put(row.booking().id(), row.booking()));
        writes.released().forEach(claim -> tickets.remove(new Seat(claim.subsectionId(), claim.seat())));
        writes.claimed()
                .forEach(claim -> tickets.put(new Seat(claim.subsectionId(), claim.seat()), claim.bookingId()));
        writes.taken().forEach(taken -> buyerTickets.merge(taken.buyer(), taken.delta(), Integer::sum));
        writes.opened().forEach(row -> subsections.put(row.opening().subsectionId(),
                new Row(row.opening(), row.free(), row.version())));
        writes.resold().forEach(row -> subsections.computeIfPresent(row.subsectionId(),
                (_, before) -> new Row(before.opening, row.free(), row.version())));
        writes.reworded().forEach(row -> subsections.computeIfPresent(row.subsectionId(),
                (_, before) -> new Row(before.opening.with(row.terms()), before.free, before.version)));
        writes.refusals().forEach(row -> refusals.put(key(row), row));
        writes.deadLetters().forEach(row -> deadLetters.put(key(row), row));
    }

    private static long key(BatchWrites.Refusal row) {
        return key(row.partition(), row.refused().version());
    }

    private static long key(BatchWrites.DeadLetter row) {
        return key(row.partition(), row.version());
    }

    private static long key(int partition, long version) {
        return (long) partition << 48 | version;
    }

    private static void failIf(boolean fault) {
        if (fault) {
            throw new JournalUnavailableException("as told", new IllegalStateException("a fault that was ordered"));
        }
    }

    public int commits() {
        return commits;
    }

    public Map<Integer, Progress> progress() {
        return progress;
    }

    public Map<UUID, Booking> bookings() {
        return bookings;
    }

    /** Of a booking that has a row. */
    public int partition(UUID bookingId) {
        return Objects.requireNonNull(bookingPartitions.get(bookingId));
    }

    public Map<Seat, UUID> tickets() {
        return tickets;
    }

    public List<BatchWrites.Refusal> refusals() {
        return new ArrayList<>(refusals.values());
    }

    /** @return null when the command of that version was not refused */
    public Outcome.@Nullable CommandRefused refusal(int partition, long version) {
        var row = refusals.get(key(partition, version));
        return row == null ? null : row.refused();
    }

    public List<BatchWrites.DeadLetter> deadLetters() {
        return new ArrayList<>(deadLetters.values());
    }

    /** As they would be loaded now, by id. */
    public List<Subsection> subsections() {
        return subsections.entrySet().stream().map(row -> load(row.getKey(), row.getValue())).toList();
    }

    public Map<Integer, Long> subsectionVersions() {
        var versions = new TreeMap<Integer, Long>();
        subsections.forEach((id, row) -> versions.put(id, row.version));
        return versions;
    }

    public Map<Integer, Integer> freeSeats() {
        var free = new TreeMap<Integer, Integer>();
        subsections.forEach((id, row) -> free.put(id, row.free));
        return free;
    }

    public Map<Integer, Terms> terms() {
        var terms = new TreeMap<Integer, Terms>();
        subsections.forEach((id, row) -> terms.put(id, row.opening.terms()));
        return terms;
    }

    /** @return null when there is no row */
    public @Nullable Integer tickets(BuyerOfEvent buyer) {
        return buyerTickets.get(buyer);
    }

    public Map<BuyerOfEvent, Integer> buyerTickets() {
        return buyerTickets;
    }

    /** As {@code PostgresJournal.adopt}. @return how many partitions changed their log */
    public int adopt(Map<Integer, LogIdentity> logs) {
        failIf(faults.unreachable());
        failIf(open.stream().anyMatch(writes -> logs.keySet().stream().anyMatch(Locks.of(writes)::holds)));
        int adopted = 0;
        for (var log : logs.entrySet()) {
            var row = progress.get(log.getKey());
            if (row != null && !row.topicId().equals(log.getValue().topicId())
                    && row.generation() < Version.MAX_GENERATION) {
                progress.put(log.getKey(), new Progress(log.getKey(), log.getValue().topicId(), row.generation() + 1,
                        new UUID(ADOPTION, ++adoptions), log.getValue().start(), row.logTime(), row.outcomes()));
                adopted++;
            }
        }
        return adopted;
    }

    /** A foreign writer, for tests of the last guard. */
    public void claimBehindTheBack(int subsectionId, int seat, UUID bookingId) {
        tickets.put(new Seat(subsectionId, seat), bookingId);
    }

    public long version(int subsectionId) {
        var row = subsections.get(subsectionId);
        return row == null ? Version.NONE : row.version;
    }
}
