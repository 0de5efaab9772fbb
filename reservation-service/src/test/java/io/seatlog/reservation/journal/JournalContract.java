package io.seatlog.reservation.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal must do: the guards that the promises rest on, one by one. */
abstract class JournalContract {
    static final UUID EVENT = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final BuyerOfEvent ALICE = new BuyerOfEvent(EVENT, "alice");
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
    static final LogIdentity LOG = new LogIdentity(new UUID(1, 1), 0, 100);
    private static final LogIdentity REPLACED = new LogIdentity(new UUID(4, 4), 0, 0);
    static final int P = 3;
    static final int SUBSECTION = 7;
    private static final byte[] BLOB = {0, 1, 2, (byte) 0xFF};

    private Journal journal;
    private UUID owner;

    abstract Journal fresh();

    /** An operator adopts logs for the journal made last. @return how many partitions changed theirs */
    abstract int adopt(Map<Integer, LogIdentity> logs);

    /** Sends this batch of the journal made last, and leaves its transaction open. */
    abstract OpenTransaction begin(BatchWrites writes) throws Exception;

    @FunctionalInterface
    interface OpenTransaction {
        void end(boolean committed) throws Exception;
    }

    @BeforeEach
    void openOnePartition() {
        journal = fresh();
        owner = UUID.randomUUID();
        assertThat(journal.take(P, LOG, owner, null)).isInstanceOf(Taken.Mine.class);
    }

    @Test
    void shouldStartAtTheBeginningOfAFreshLog() {
        var mine = (Taken.Mine) journal.take(P + 1, LOG, owner, null);
        assertThat(mine.progress().nextOffset()).isZero();
        assertThat(mine.progress().generation()).isEqualTo(1);
        assertThat(mine.progress().logTime()).isEqualTo(Instant.EPOCH);
        assertThat(mine.progress().outcomes()).isEmpty();
    }

    @Test
    void shouldRefuseALogThatLostItsBeginningBeforeAnythingWasDecided() {
        assertThat(journal.take(P + 1, new LogIdentity(LOG.topicId(), 5, 100), owner, null))
                .isInstanceOf(Taken.Refused.class);
    }

    @Test
    void shouldRaiseTheGenerationOfAnAdoptedLogOnce() {
        assertThat(adopt(Map.of(P, LOG))).isZero();
        assertThat(adopt(Map.of(P, REPLACED))).isEqualTo(1);
        assertThat(adopt(Map.of(P, REPLACED))).isZero();
        assertThat(journal.commit(advance(0, 1))).isEqualTo(new CommitResult.Fenced(P));
        assertThat(journal.take(P, LOG, UUID.randomUUID(), null)).isInstanceOf(Taken.Refused.class);
        var mine = (Taken.Mine) journal.take(P, REPLACED, UUID.randomUUID(), null);
        assertThat(mine.progress().generation()).isEqualTo(2);
        assertThat(mine.progress().nextOffset()).isZero();
        assertThat(mine.progress().outcomes()).isEmpty();
    }

    @Test
    void shouldKeepWhatNobodyHasPublishedWhenALogIsAdopted() {
        assertThat(journal.commit(advance(0, 1))).isEqualTo(new CommitResult.Committed());
        assertThat(adopt(Map.of(P, REPLACED))).isEqualTo(1);
        var mine = (Taken.Mine) journal.take(P, REPLACED, UUID.randomUUID(), null);
        assertThat(mine.progress().outcomes()).isEqualTo(BLOB);
        assertThat(mine.progress().logTime()).isEqualTo(NOON);
    }

    @Test
    void shouldRefuseAnotherTopicWithoutFencingTheOwner() {
        assertThat(journal.take(P, new LogIdentity(new UUID(9, 9), 0, 100), UUID.randomUUID(), null))
                .isInstanceOf(Taken.Refused.class);
        assertThat(journal.commit(advance(0, 1))).isEqualTo(new CommitResult.Committed());
    }

    @Test
    void shouldRefuseALogThatDoesNotHaveThePosition() {
        assertThat(journal.commit(advance(0, 50))).isEqualTo(new CommitResult.Committed());
        assertThat(journal.take(P, new LogIdentity(LOG.topicId(), 51, 100), owner, null))
                .isInstanceOf(Taken.Refused.class);
        assertThat(journal.take(P, new LogIdentity(LOG.topicId(), 0, 49), owner, null))
                .isInstanceOf(Taken.Refused.class);
        assertThat(journal.take(P, new LogIdentity(LOG.topicId(), 50, 50), owner, null))
                .isInstanceOf(Taken.Mine.class);
    }

    @Test
    void shouldGiveTheNextOwnerPositionTimeAndOutcomes() {
        journal.commit(advance(0, 17));
        var next = (Taken.Mine) journal.take(P, LOG, UUID.randomUUID(), null);
        assertThat(next.progress().nextOffset()).isEqualTo(17);
        assertThat(next.progress().logTime()).isEqualTo(NOON);
        assertThat(next.progress().outcomes()).isEqualTo(BLOB);
    }

    @Test
    void shouldFenceAFormerOwner() {
        journal.take(P, LOG, UUID.randomUUID(), null);
        assertThat(journal.commit(hold(0, booking(1, 4)))).isEqualTo(new CommitResult.Fenced(P));
        assertThat(journal.read(Set.of(id(1)), Set.of(), Set.of()).bookings()).isEmpty();
    }

    /** A paused owner, or one whose connection broke: until its transaction ends, nobody decides in its place. */
    @Test
    void shouldWaitForATransactionThatStaysOpen() throws Exception {
        var paused = begin(hold(0, booking(1, 4)));
        assertThatThrownBy(() -> journal.take(P, LOG, UUID.randomUUID(), null))
                .isInstanceOf(JournalUnavailableException.class);
        assertThat(journal.commit(hold(0, booking(2, 4)))).isEqualTo(new CommitResult.Busy());
        assertThat(journal.read(Set.of(id(1)), Set.of(), Set.of()).bookings()).isEmpty();
        paused.end(false);
        assertThat(journal.commit(hold(0, booking(2, 4)))).isEqualTo(new CommitResult.Committed());
    }

    @Test
    void shouldHaveTheEffectsOfATransactionThatCommitsLate() throws Exception {
        var paused = begin(hold(0, booking(1, 4)));
        paused.end(true);
        assertThat(journal.read(Set.of(id(1)), Set.of(), Set.of()).bookings()).containsKey(id(1));
        assertThat(journal.commit(hold(0, booking(2, 4)))).isEqualTo(new CommitResult.Fenced(P));
        var next = (Taken.Mine) journal.take(P, LOG, UUID.randomUUID(), null);
        assertThat(next.progress().nextOffset()).isEqualTo(1);
    }

    @Test
    void shouldWaitForATwinThatIsNotCommitted() throws Exception {
        var other = UUID.randomUUID();
        journal.take(P + 1, LOG, other, null);
        var paused = begin(hold(0, booking(1, 4)));
        var twin = new BatchWrites(List.of(new BatchWrites.Advance(P + 1, other, 0, 1, NOON, BLOB)),
                List.of(new BatchWrites.Inserted(P + 1, booking(1, 9))), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(journal.commit(twin)).isEqualTo(new CommitResult.Busy());
        paused.end(true);
        assertThat(journal.commit(twin)).isEqualTo(new CommitResult.Twin());
    }

    @Test
    void shouldFenceAWrongPosition() {
        journal.commit(advance(0, 10));
        assertThat(journal.commit(advance(0, 11))).isEqualTo(new CommitResult.Fenced(P));
    }

    @Test
    void shouldTakeOnlyFromTheOwnerThatIsNamed() {
        var other = UUID.randomUUID();
        journal.take(P, LOG, other, null);
        assertThat(journal.take(P, LOG, UUID.randomUUID(), owner)).isEqualTo(new Taken.Foreign());
        assertThat(journal.take(P, LOG, owner, other)).isInstanceOf(Taken.Mine.class);
    }

    @Test
    void shouldReadWhatWasWritten() {
        opened();
        var held = booking(2, 4, 5);
        var rejected = new Booking(id(3), SUBSECTION, EVENT, "bob", new UUID(5, 6), BookingStatus.REJECTED,
                Reason.SEAT_TAKEN, 2, Seats.NONE, 0, null, null, version(3), version(3), NOON, NOON);
        var write = writes(1, 4, List.of(held, rejected), List.of(), List.of(), claims(held),
                List.of(new BatchWrites.Resold(SUBSECTION, 10, version(0), version(2))));
        assertThat(journal.commit(write)).isEqualTo(new CommitResult.Committed());
        var facts = journal.read(List.of(held.id(), rejected.id(), id(77)), List.of(SUBSECTION, 55), Set.of());
        assertThat(facts.bookings()).containsOnlyKeys(held.id(), rejected.id()).containsEntry(held.id(), held)
                .containsEntry(rejected.id(), rejected);
        assertThat(facts.subsections()).containsOnlyKeys(SUBSECTION);
        var subsection = Objects.requireNonNull(facts.subsections().get(SUBSECTION));
        assertThat(subsection.opening()).isEqualTo(opening());
        assertThat(subsection.version()).isEqualTo(version(2));
        assertThat(subsection.free()).isEqualTo(10);
        assertThat(subsection.state(4)).isEqualTo(SeatState.HELD);
        assertThat(subsection.state(6)).isEqualTo(SeatState.AVAILABLE);
    }

    /** As a claim like any other: no booking can have the seat beside it. */
    @Test
    void shouldKeepClaimsOfTheHouse() {
        opened();
        var blocked = List.of(new BatchWrites.Claim(SUBSECTION, 4, House.CLAIM),
                new BatchWrites.Claim(SUBSECTION, 7, House.CLAIM));
        assertThat(journal.commit(writes(1, 2, List.of(), List.of(), List.of(), blocked, List.of())))
                .isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(hold(2, booking(2, 4)))).isEqualTo(new CommitResult.SeatClaimed(SUBSECTION));
        assertThat(journal.commit(hold(2, booking(2, 5)))).isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(writes(3, 4, List.of(), List.of(), List.of(),
                List.of(new BatchWrites.Claim(SUBSECTION, 5, House.CLAIM)), List.of())))
                .isEqualTo(new CommitResult.SeatClaimed(SUBSECTION));
        assertThat(journal.commit(writes(3, 4, List.of(), List.of(), blocked.subList(0, 1), List.of(), List.of())))
                .isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(writes(4, 5, List.of(), List.of(), blocked.subList(0, 1), List.of(), List.of())))
                .isInstanceOf(CommitResult.Mismatch.class);

        var subsection = Objects.requireNonNull(
                journal.read(Set.of(), List.of(SUBSECTION), Set.of()).subsections().get(SUBSECTION));
        assertThat(subsection.state(4)).isEqualTo(SeatState.AVAILABLE);
        assertThat(subsection.state(5)).isEqualTo(SeatState.HELD);
        assertThat(subsection.state(7)).isEqualTo(SeatState.BLOCKED);
    }

    @Test
    void shouldSayThatABookingIsATwin() {
        opened();
        journal.commit(hold(1, booking(1, 4)));
        assertThat(journal.commit(hold(2, booking(1, 5)))).isEqualTo(new CommitResult.Twin());
    }

    @Test
    void shouldNeverClaimASeatTwice() {
        opened();
        assertThat(journal.commit(hold(1, booking(1, 4)))).isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(hold(2, booking(2, 4)))).isEqualTo(new CommitResult.SeatClaimed(SUBSECTION));
        assertThat(journal.read(Set.of(id(2)), Set.of(), Set.of()).bookings()).isEmpty();
        assertThat(journal.commit(hold(2, booking(2, 5)))).isEqualTo(new CommitResult.Committed());
    }

    @Test
    void shouldMoveAClaimWithinOneBatch() {
        opened();
        var first = booking(1, 4);
        journal.commit(hold(1, first));
        var cancelled = first.cancelled(Reason.CANCELLED_BY_BUYER, version(2), NOON);
        var second = booking(3, 4);
        var writes = writes(2, 4, List.of(second), List.of(new BatchWrites.Changed(cancelled, first.version())),
                claims(first), claims(second), List.of());
        assertThat(journal.commit(writes)).isEqualTo(new CommitResult.Committed());
        assertThat(journal.read(Set.of(first.id()), Set.of(), Set.of()).bookings()).containsEntry(first.id(),
                cancelled);
    }

    @Test
    void shouldNoticeThatABookingIsNotAtTheVersionItChanges() {
        opened();
        var held = booking(1, 4);
        journal.commit(hold(1, held));
        var late = new BatchWrites.Changed(held.cancelled(Reason.CANCELLED_BY_BUYER, version(2), NOON), version(0));
        assertThat(journal.commit(writes(2, 3, List.of(), List.of(late), claims(held), List.of(), List.of())))
                .isInstanceOf(CommitResult.Mismatch.class);
        assertThat(journal.commit(hold(2, booking(2, 4)))).isEqualTo(new CommitResult.SeatClaimed(SUBSECTION));
    }

    @Test
    void shouldNoticeThatAReleasedClaimWasNotThere() {
        opened();
        var released = writes(1, 2, List.of(), List.of(), claims(booking(1, 4)), List.of(), List.of());
        assertThat(journal.commit(released)).as("nobody's").isInstanceOf(CommitResult.Mismatch.class);
        assertThat(journal.commit(hold(1, booking(2, 4)))).isEqualTo(new CommitResult.Committed());
        var ofAnother = writes(2, 3, List.of(), List.of(), claims(booking(1, 4)), List.of(), List.of());
        assertThat(journal.commit(ofAnother)).as("somebody else's").isInstanceOf(CommitResult.Mismatch.class);
        assertThat(journal.commit(hold(2, booking(3, 4)))).isEqualTo(new CommitResult.SeatClaimed(SUBSECTION));
    }

    @Test
    void shouldNoticeThatASubsectionIsNotAtTheVersionItChanges() {
        opened();
        var stale = new BatchWrites.Resold(SUBSECTION, 9, version(44), version(45));
        assertThat(journal.commit(writes(1, 2, List.of(), List.of(), List.of(), List.of(), List.of(stale))))
                .isInstanceOf(CommitResult.Mismatch.class);
    }

    @Test
    void shouldNoticeThatTermsAreNotThoseThatItChanges() {
        opened();
        assertThat(journal.commit(reworded(1, 2))).isInstanceOf(CommitResult.Mismatch.class);
        assertThat(journal.commit(reworded(1, 1))).isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(reworded(2, 1))).isInstanceOf(CommitResult.Mismatch.class);
    }

    private BatchWrites reworded(long offset, int termsBefore) {
        var terms = new Terms(7, 5000, "EUR", NOON, NOON.plusSeconds(60), 600, 8, 6);
        return new BatchWrites(List.of(advanceOf(offset, offset + 1)), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(new BatchWrites.Reworded(SUBSECTION, termsBefore, terms)),
                List.of(), List.of());
    }

    @Test
    void shouldCountTheTicketsOfABuyer() {
        assertThat(journal.commit(taken(0, 3, 4))).isEqualTo(new CommitResult.Committed());
        assertThat(ticketsRead()).containsOnly(Map.entry(ALICE, 3));
        assertThat(journal.commit(taken(1, 1, 4))).isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(taken(2, 1, 4))).isEqualTo(new CommitResult.LimitPassed());
        assertThat(ticketsRead()).containsOnly(Map.entry(ALICE, 4));
        assertThat(journal.commit(taken(2, -3, 4))).isEqualTo(new CommitResult.Committed());
        assertThat(journal.commit(taken(3, 2, 2))).as("a lower limit").isEqualTo(new CommitResult.LimitPassed());
        assertThat(journal.commit(taken(3, 1, 2))).isEqualTo(new CommitResult.Committed());
        assertThat(ticketsRead()).containsOnly(Map.entry(ALICE, 2));
    }

    @Test
    void shouldTakeNothingWhenOneOfManyPassesTheLimit() {
        var held = booking(1, 4);
        opened();
        var writes = new BatchWrites(List.of(advanceOf(1, 2)), List.of(new BatchWrites.Inserted(P, held)), List.of(),
                List.of(), claims(held), List.of(new BatchWrites.Taken(new BuyerOfEvent(EVENT, "bob"), 1, 4),
                        new BatchWrites.Taken(ALICE, 5, 4)),
                List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(journal.commit(writes)).isEqualTo(new CommitResult.LimitPassed());
        assertThat(journal.read(Set.of(held.id()), Set.of(), Set.of(ALICE, new BuyerOfEvent(EVENT, "bob"))))
                .isEqualTo(Facts.NONE);
    }

    private Map<BuyerOfEvent, Integer> ticketsRead() {
        return journal.read(Set.of(), Set.of(), Set.of(ALICE, new BuyerOfEvent(EVENT, "nobody"))).tickets();
    }

    private BatchWrites taken(long offset, int delta, int allowed) {
        return new BatchWrites(List.of(advanceOf(offset, offset + 1)), List.of(), List.of(), List.of(), List.of(),
                List.of(new BatchWrites.Taken(ALICE, delta, allowed)), List.of(), List.of(), List.of(), List.of(),
                List.of());
    }

    @Test
    void shouldSayWhatCannotBeStored() {
        opened();
        var again = new BatchWrites(List.of(advanceOf(1, 2)), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(new BatchWrites.Opened(opening(), 12, version(1))), List.of(), List.of(), List.of(),
                List.of());
        assertThat(journal.commit(again)).isInstanceOf(CommitResult.Unstorable.class);
    }

    @Test
    void shouldKeepRefusalsAndDeadLetters() {
        var refused = new Outcome.CommandRefused(SUBSECTION, version(0), id(1), "bob", CommandType.RESERVE_SEATS,
                Reason.BOOKING_ID_REUSED, null, NOON);
        var dead = new BatchWrites.DeadLetter(P, version(1), "zero \0 within", null, new byte[]{1}, NOON);
        var writes = new BatchWrites(List.of(advanceOf(0, 2)), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(new BatchWrites.Refusal(P, refused)), List.of(dead));
        assertThat(journal.commit(writes)).isEqualTo(new CommitResult.Committed());
        var twice = new BatchWrites(List.of(advanceOf(2, 3)), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(new BatchWrites.Refusal(P, refused)), List.of());
        assertThat(journal.commit(twice)).isInstanceOf(CommitResult.Unstorable.class);
    }

    @Test
    void shouldFenceAllPartitionsOfABatchWhenOneIsFenced() {
        journal.take(P + 1, LOG, UUID.randomUUID(), null);
        var both = new BatchWrites(List.of(advanceOf(0, 5), new BatchWrites.Advance(P + 1, owner, 0, 5, NOON, BLOB)),
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of());
        assertThat(journal.commit(both)).isEqualTo(new CommitResult.Fenced(P + 1));
        assertThat(journal.commit(advance(0, 5))).isEqualTo(new CommitResult.Committed());
    }

    private void opened() {
        var open = new BatchWrites(List.of(advanceOf(0, 1)), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(new BatchWrites.Opened(opening(), 12, version(0))), List.of(), List.of(), List.of(),
                List.of());
        assertThat(journal.commit(open)).isEqualTo(new CommitResult.Committed());
    }

    private static Command.OpenSubsection opening() {
        return new Command.OpenSubsection(SUBSECTION, new SubsectionKey(EVENT, "A", "1"), P, new SeatingPlan(3, 4),
                new Terms(1, 4500, "EUR", NOON, NOON.plusSeconds(60), 600, 8, 6));
    }

    private BatchWrites hold(long offset, Booking booking) {
        return writes(offset, offset + 1, List.of(booking), List.of(), List.of(), claims(booking), List.of());
    }

    private BatchWrites advance(long from, long to) {
        return writes(from, to, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private BatchWrites.Advance advanceOf(long from, long to) {
        return new BatchWrites.Advance(P, owner, from, to, NOON, BLOB);
    }

    private BatchWrites writes(long from, long to, List<Booking> inserted, List<BatchWrites.Changed> changed,
            List<BatchWrites.Claim> released, List<BatchWrites.Claim> claimed, List<BatchWrites.Resold> resold) {
        return new BatchWrites(List.of(advanceOf(from, to)),
                inserted.stream().map(booking -> new BatchWrites.Inserted(P, booking)).toList(), changed, released,
                claimed, List.of(), List.of(), resold, List.of(), List.of(), List.of());
    }

    private static List<BatchWrites.Claim> claims(Booking booking) {
        return booking.seats().stream().mapToObj(seat -> new BatchWrites.Claim(SUBSECTION, seat, booking.id()))
                .toList();
    }

    private static Booking booking(int number, int... seats) {
        return new Booking(id(number), SUBSECTION, EVENT, "alice", new UUID(2, number), BookingStatus.HELD, null,
                seats.length, Seats.of(seats), 4500, "EUR", NOON.plusSeconds(600), version(number), version(number),
                NOON, NOON);
    }

    private static UUID id(int number) {
        return Uuid7.of(NOON.toEpochMilli(), 1, number);
    }

    private static long version(long offset) {
        return Version.of(1, offset);
    }
}
