package io.seatlog.reservation.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.reservation.journal.Progress;
import io.seatlog.reservation.memory.InMemoryLog;
import io.seatlog.reservation.memory.JournalFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The rules of the pipeline one by one, each by the failure that it closes. */
class PipelineTest {
    private final PipelineWorld world = new PipelineWorld(2, new Random(7));

    @Test
    void shouldPublishNothingBeforeItIsCommitted() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.journal.faults(faults(false, true));
        steps(50);
        assertThat(world.seen(1)).hasSize(1);
        world.journal.faults(JournalFaults.NONE);
        world.settle();
        assertThat(world.seen(1)).hasSize(2);
    }

    @Test
    void shouldDecideOnceWhenTheAnswerOfACommitIsLost() {
        opened();
        world.append(1, reserve(1, id(1)));
        var lost = new AtomicInteger(1);
        world.journal.faults(new JournalFaults() {
            @Override
            public boolean unreachable() {
                return false;
            }

            @Override
            public boolean answerLost() {
                return world.journal.bookings().containsKey(id(1)) && lost.getAndDecrement() > 0;
            }
        });
        world.settle();
        assertThat(lost.get()).isLessThanOrEqualTo(0);
        assertThat(world.seen(1)).hasSize(2);
        assertThat(world.journal.tickets()).hasSize(2);
    }

    @Test
    void shouldPublishTheLastBatchAgainAfterACrashBetweenCommitAndPublish() {
        opened();
        var owner = world.instances.getFirst();
        world.append(1, reserve(1, id(1)));
        int commits = world.journal.commits();
        while (world.journal.commits() == commits) {
            owner.step();
        }
        world.instances.remove(owner);
        assertThat(world.log.underWay()).isZero();
        world.assignAll(world.start());
        world.settle();
        assertThat(world.seen(1)).hasSize(2).last().isInstanceOf(Outcome.SeatsHeld.class);
    }

    @Test
    void shouldNotCommitABatchBeforeTheOneBeforeItIsAcknowledged() {
        opened();
        var owner = world.instances.getFirst();
        world.append(1, reserve(1, id(1)));
        while (world.log.underWay() == 0) {
            owner.step();
        }
        int commits = world.journal.commits();
        world.append(1, reserve(1, id(2)));
        steps(100);
        assertThat(world.journal.commits()).isEqualTo(commits);
        world.settle();
        assertThat(world.journal.bookings()).hasSize(2);
    }

    @Test
    void shouldSendOutcomesAgainUntilTheyAreAcknowledged() {
        opened();
        var owner = world.instances.getFirst();
        world.append(1, reserve(1, id(1)));
        for (int losses = 0; losses < 5; losses++) {
            while (world.log.underWay() == 0) {
                world.passMillis(500);
                owner.step();
            }
            world.log.answer(InMemoryLog.Answer.LOST);
        }
        assertThat(world.seen(1)).hasSize(1);
        world.settle();
        assertThat(world.seen(1)).hasSize(2);
    }

    @Test
    void shouldLetAFencedOwnerWriteNothing() {
        opened();
        var zombie = world.instances.getFirst();
        world.append(1, reserve(1, id(1)));
        zombie.step();
        zombie.step();
        zombie.step();
        var next = world.start();
        world.instances.remove(zombie);
        world.assignAll(next);
        world.settle();
        var bookings = Map.copyOf(world.journal.bookings());
        for (int i = 0; i < 50; i++) {
            world.passMillis(50);
            zombie.step();
        }
        assertThat(world.journal.bookings()).isEqualTo(bookings);
        assertThat(zombie.pipeline.status()).isEmpty();
        world.append(1, reserve(1, id(2)));
        world.settle();
        assertThat(world.journal.bookings()).hasSize(2);
    }

    @Test
    void shouldMakeOneBookingOfAnIdSentToTwoPartitions() {
        opened();
        var other = world.start();
        world.log.assign(0, other.member);
        world.settle();
        for (int i = 0; i < 2000; i++) {
            world.append(1, reserve(1, id(1000 + i)));
            world.append(2, reserve(2, id(2999 - i)));
        }
        world.settle();
        assertThat(world.journal.tickets()).isEqualTo(world.claimsThatShouldBe());
        long refused = world.journal.refusals().stream()
                .filter(row -> row.refused().reason() == Reason.BOOKING_ID_REUSED).count();
        assertThat(world.journal.bookings().size() + refused).isEqualTo(4000);
        assertThat(world.journal.bookings()).hasSize(2000);
    }

    @Test
    void shouldTellTheBuyerOfAPoisonedCommandAndGoOn() {
        opened();
        var broken = CommandCodec.encode(reserve(1, id(1)));
        broken[broken.length - 1] = 77;
        world.log.append(1, PipelineWorld.key(1).toString(), broken, world.now());
        world.append(1, reserve(1, id(2)));
        world.settle();
        assertThat(world.journal.deadLetters()).hasSize(1);
        assertThat(world.log.deadLetters(1)).singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(broken));
        assertThat(booking(id(1))).satisfies(booking -> {
            assertThat(booking.status()).isEqualTo(BookingStatus.REJECTED);
            assertThat(booking.reason()).isEqualTo(Reason.INTERNAL);
        });
        assertThat(booking(id(2)).status()).isEqualTo(BookingStatus.HELD);
    }

    @Test
    void shouldNotRejectABookingThatExistsWhenItsIdComesAgainInAPoisonedCommand() {
        opened();
        world.append(1, reserve(1, id(1)));
        var broken = CommandCodec.encode(reserve(1, id(1)));
        broken[broken.length - 1] = 77;
        world.log.append(1, PipelineWorld.key(1).toString(), broken, world.now());
        world.settle();
        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.HELD);
        assertThat(world.journal.refusals()).singleElement()
                .satisfies(row -> assertThat(row.refused().reason()).isEqualTo(Reason.INTERNAL));
    }

    @Test
    void shouldAnswerAPoisonedCommandWhoseTwinInAnotherSubsectionWasPoisonedToo() {
        opened();
        for (int subsection : new int[]{1, 2}) {
            var broken = CommandCodec.encode(reserve(subsection, id(1)));
            broken[broken.length - 1] = 77;
            world.log.append(subsection % 2, PipelineWorld.key(subsection).toString(), broken, world.now());
            world.settle();
        }
        assertThat(booking(id(1)).reason()).isEqualTo(Reason.INTERNAL);
        assertThat(world.journal.refusals()).singleElement()
                .satisfies(row -> assertThat(row.refused().reason()).isEqualTo(Reason.INTERNAL));
    }

    @Test
    void shouldStopOnlyThePartitionWhoseNextCommandIsFromANewerRelease() {
        opened();
        world.append(1, reserve(1, id(1)));
        var newer = CommandCodec.encode(reserve(1, id(2)));
        newer[0] = 15;
        world.log.append(1, PipelineWorld.key(1).toString(), newer, world.now());
        world.append(2, reserve(2, id(3)));
        steps(400);
        assertThat(world.journal.bookings()).containsOnlyKeys(id(1), id(3));
        assertThat(status(1).stopped()).isTrue();
        assertThat(status(1).reason()).contains("upgrade");
        assertThat(progress().nextOffset()).isEqualTo(2);
        assertThat(status(0).open()).isTrue();
        assertThat(world.journal.deadLetters()).isEmpty();
    }

    @Test
    void shouldStopWhenTheTopicIsAnotherOneAndGoOnWhenItIsAdopted() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        world.log.replaceTopic();
        steps(300);
        assertThat(status(1).stopped()).isTrue();
        assertThat(status(1).reason()).contains("adopt");
        assertThat(world.journal.adopt(world.log.identities())).isEqualTo(2);
        world.append(1, reserve(1, id(2)));
        world.settle();
        assertThat(status(1).open()).isTrue();
        var booking = booking(id(2));
        assertThat(booking.status()).isEqualTo(BookingStatus.HELD);
        assertThat(Version.generation(booking.version())).isEqualTo(2);
        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.HELD);
    }

    @Test
    void shouldLoadASubsectionAnewWhenAClaimIsInTheWay() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        world.journal.claimBehindTheBack(1, 13, id(1));
        world.append(1, manual(1, id(2), 13));
        world.settle();
        assertThat(booking(id(2)).reason()).isEqualTo(Reason.SEAT_TAKEN);
        assertThat(status(1).open()).isTrue();
    }

    @Test
    void shouldStopOnlyThePartitionWhoseClaimsCannotBeExplained() {
        opened();
        world.journal.claimBehindTheBack(1, 13, id(666));
        world.append(1, manual(1, id(2), 13));
        world.append(2, reserve(2, id(9)));
        steps(600);
        assertThat(status(1).stopped()).isTrue();
        assertThat(world.journal.bookings()).doesNotContainKey(id(2));
        world.append(2, reserve(2, id(10)));
        for (int i = 0; i < 20; i++) {
            steps(20);
            world.log.answer(InMemoryLog.Answer.ACKNOWLEDGED);
        }
        assertThat(world.journal.bookings()).containsKeys(id(9), id(10));
    }

    @Test
    void shouldKeepLogTimeFromGoingBack() {
        opened();
        world.append(1, reserve(1, id(1)));
        var late = world.log.records(1).getLast().appendTime();
        world.log.append(1, PipelineWorld.key(1).toString(), CommandCodec.encode(reserve(1, id(2))),
                late.minusSeconds(3600));
        world.settle();
        assertThat(booking(id(2)).createdAt()).isEqualTo(late);
        assertThat(progress().logTime()).isEqualTo(late);
    }

    @Test
    void shouldShowWhatItDecided() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        var held = booking(id(1));
        var header = Objects.requireNonNull(world.maps.headers(List.of(1)).get(1));
        assertThat(header.version()).isEqualTo(held.version());
        assertThat(header.free()).isEqualTo(13);
    }

    @Test
    void shouldDecideWithoutTheMapStore() {
        opened();
        world.maps.failing(true);
        for (int i = 0; i < 20; i++) {
            world.append(1, reserve(1, id(i)));
        }
        world.settle();
        assertThat(world.journal.bookings()).hasSize(20);
    }

    private void opened() {
        world.open(1, 3, 5);
        world.open(2, 3, 5);
        world.assignAll(world.start());
        world.settle();
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            world.passMillis(20);
            world.instances.forEach(PipelineWorld.Instance::step);
        }
    }

    @Test
    void shouldGiveABuyerNoMoreTicketsThanTheEventAllows() {
        world.maxPerBuyer = 5;
        opened();
        for (int i = 1; i <= 4; i++) {
            world.append(1 + i % 2, reserve(1 + i % 2, id(i)));
        }
        world.settle();
        assertThat(world.holds()).isEqualTo(2);
        assertThat(world.journal.bookings().values()).filteredOn(row -> row.status() == BookingStatus.REJECTED)
                .hasSize(2).allSatisfy(row -> assertThat(row.reason()).isEqualTo(Reason.BUYER_LIMIT_REACHED));
        world.requireTicketsCounted();

        var held = world.journal.bookings().values().stream().filter(row -> row.status() == BookingStatus.HELD)
                .findFirst().orElseThrow();
        world.append(held.subsectionId(), new Command.ReleaseSeats(held.subsectionId(), held.id(), "alice",
                Seats.of(held.seats().get(0))));
        world.append(held.subsectionId(), reserve(held.subsectionId(), id(5)));
        world.settle();

        assertThat(booking(id(5)).status()).as("3 + 2 tickets").isEqualTo(BookingStatus.HELD);
        world.requireTicketsCounted();
    }

    /** Two owners read the same number, and both decide: the second must decide again. */
    @Test
    void shouldKeepTheLimitWhenTwoOwnersDecideForOneBuyerAtOnce() {
        world.maxPerBuyer = 3;
        opened();
        var other = world.start();
        world.log.assign(0, other.member);
        world.settle();
        world.append(1, reserve(1, id(1)));
        world.append(2, reserve(2, id(2)));
        for (int i = 0; i < 40; i++) {
            world.passMillis(5);
            world.instances.getFirst().step();
            other.step();
        }
        world.settle();

        assertThat(world.holds()).isEqualTo(1);
        assertThat(world.journal.bookings().values()).filteredOn(row -> row.status() == BookingStatus.REJECTED)
                .singleElement().satisfies(row -> assertThat(row.reason()).isEqualTo(Reason.BUYER_LIMIT_REACHED));
        world.requireTicketsCounted();
    }

    @Test
    void shouldFreeTheLimitWithTheHold() {
        world.maxPerBuyer = 2;
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        expireAt(Objects.requireNonNull(booking(id(1)).holdUntil()));
        world.append(2, reserve(2, id(2)));
        world.settle();

        assertThat(booking(id(2)).status()).isEqualTo(BookingStatus.HELD);
        world.requireTicketsCounted();
    }

    @Test
    void shouldEndAHoldWhenItsTimeIsOverAndNotBefore() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        var until = Objects.requireNonNull(booking(id(1)).holdUntil());

        expireAt(until.minusMillis(1));
        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.HELD);
        expireAt(until);

        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.EXPIRED);
        assertThat(world.journal.tickets()).isEmpty();
        assertThat(world.journal.freeSeats()).containsEntry(1, 15);
        assertThat(world.seen(1)).last().isInstanceOf(Outcome.HoldExpired.class);
    }

    @Test
    void shouldEndTheHoldsOfAnOwnerThatIsGone() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        var until = Objects.requireNonNull(booking(id(1)).holdUntil());
        world.instances.removeFirst().member.leave();
        world.assignAll(world.start());
        world.settle();

        expireAt(until.plusSeconds(3_600));

        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.EXPIRED);
    }

    /** The broker's clock may be behind the owner's: what is asked too early is asked again. */
    @Test
    void shouldAskAgainWhenTheLogsClockIsBehind() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        var until = Objects.requireNonNull(booking(id(1)).holdUntil());
        world.logIsBehindMillis = 2_500;

        expireAt(until);
        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.HELD);
        for (int i = 0; i < 4; i++) {
            world.passMillis(1_000);
            world.instances.getFirst().expire();
            world.settle();
        }

        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.EXPIRED);
    }

    @Test
    void shouldNotExpireWhatABuyerCancelledInTime() {
        opened();
        world.append(1, reserve(1, id(1)));
        world.settle();
        var until = Objects.requireNonNull(booking(id(1)).holdUntil());
        world.passMillis(Duration.between(world.now(), until).toMillis());
        world.append(1, new Command.CancelBooking(1, id(1), "alice", Reason.CANCELLED_BY_BUYER));
        world.instances.getFirst().expire();
        world.settle();

        assertThat(booking(id(1)).status()).isEqualTo(BookingStatus.CANCELLED);
        assertThat(world.journal.freeSeats()).containsEntry(1, 15);
    }

    /** One pass of the deadlines at this time, and what comes of it. */
    private void expireAt(Instant time) {
        world.passMillis(Duration.between(world.now(), time).toMillis());
        world.instances.getFirst().expire();
        world.settleNow();
    }

    private Booking booking(UUID id) {
        return Objects.requireNonNull(world.journal.bookings().get(id));
    }

    private Progress progress() {
        return Objects.requireNonNull(world.journal.progress().get(1));
    }

    private PartitionStatus status(int partition) {
        return world.instances.getFirst().pipeline.status().stream()
                .filter(status -> status.partition() == partition).findFirst().orElseThrow();
    }

    private static JournalFaults faults(boolean unreachable, boolean answerLost) {
        return new JournalFaults() {
            @Override
            public boolean unreachable() {
                return unreachable;
            }

            @Override
            public boolean answerLost() {
                return answerLost;
            }
        };
    }

    private static Command.ReserveSeats reserve(int subsection, UUID id) {
        return new Command.ReserveSeats(subsection, id, "alice", 2, Selection.BEST_AVAILABLE, Seats.NONE);
    }

    private static Command.ReserveSeats manual(int subsection, UUID id, int seat) {
        return new Command.ReserveSeats(subsection, id, "eve", 1, Selection.MANUAL, Seats.of(seat));
    }

    private static UUID id(int number) {
        return Uuid7.of(PipelineWorld.START.toEpochMilli(), 1, number);
    }
}
