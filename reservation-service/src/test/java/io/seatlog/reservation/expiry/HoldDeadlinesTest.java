package io.seatlog.reservation.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is asked of the log, when, and how often. */
class HoldDeadlinesTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID EVENT = new UUID(1, 1);
    private static final Set<Integer> OWNED = Set.of(1, 2);
    private final HoldDeadlines deadlines = new HoldDeadlines();

    @Test
    void asksNothingBeforeItsTime() {
        deadlines.join(hold(1, 1, NOON));

        assertThat(deadlines.due(NOON.minusMillis(1), OWNED)).isEmpty();
        assertThat(asked(NOON)).containsExactly(List.of(id(1)));
    }

    @Test
    void asksOneQuestionASubsectionAtATime() {
        deadlines.join(hold(1, 1, NOON));
        deadlines.join(hold(2, 1, NOON));
        deadlines.join(hold(3, 2, NOON));
        assertThat(asked(NOON)).containsExactly(List.of(id(1), id(2)), List.of(id(3)));

        deadlines.join(hold(4, 1, NOON));
        assertThat(asked(NOON)).isEmpty();

        over(1, 2);
        deadlines.answered(command(1, 1, 2), NOON);
        assertThat(asked(NOON)).containsExactly(List.of(id(4)));
    }

    @Test
    void asksAgainASecondLaterForWhatTheLogLeftHeld() {
        deadlines.join(hold(1, 1, NOON));
        assertThat(asked(NOON)).hasSize(1);
        deadlines.answered(command(1, 1), NOON);

        assertThat(asked(NOON.plusMillis(999))).isEmpty();
        assertThat(asked(NOON.plusSeconds(1))).containsExactly(List.of(id(1)));
    }

    @Test
    void asksAgainWhenTheCommandIsLost() {
        deadlines.join(hold(1, 1, NOON));
        assertThat(asked(NOON)).hasSize(1);
        deadlines.unasked(command(1, 1));
        assertThat(asked(NOON)).as("told that it failed").hasSize(1);

        var lost = NOON.plus(HoldDeadlines.ANSWERED_WITHIN);
        assertThat(asked(lost)).as("never heard of it").isEmpty();
        assertThat(asked(lost.plus(HoldDeadlines.SILENCE))).hasSize(1);
    }

    @Test
    void asksFewAtOnceHoweverManyEndTogether() {
        IntStream.range(0, 50_000).forEach(i -> deadlines.join(hold(i, 1 + i % 100, NOON)));
        int holds = 50_000;
        int rounds = 0;
        while (holds > 0) {
            var questions = deadlines.due(NOON, OWNED);
            int together = questions.stream().mapToInt(question -> question.command().bookingIds().size()).sum();
            assertThat(together).isBetween(1, HoldDeadlines.MOST_ASKED);
            assertThat(questions).allSatisfy(question -> assertThat(question.command().bookingIds().size())
                    .isLessThanOrEqualTo(Command.ExpireHolds.MOST));
            assertThat(deadlines.due(NOON, OWNED)).as("before the answers").allSatisfy(
                    question -> assertThat(questions).noneMatch(other -> other.command().subsectionId() == question
                            .command().subsectionId()));
            questions.forEach(question -> {
                question.command().bookingIds().forEach(deadlines::leave);
                deadlines.answered(question.command(), NOON);
            });
            holds -= together;
            rounds++;
        }
        assertThat(rounds).isEqualTo(50_000 / HoldDeadlines.MOST_ASKED_OF_PARTITION / OWNED.size());
        assertThat(deadlines.size()).isZero();
    }

    /** A partition whose owner cannot decide now must not keep the holds of the others. */
    @Test
    void asksOthersWhileOnePartitionIsSilent() {
        int holds = HoldDeadlines.MOST_ASKED_OF_PARTITION / 5;
        IntStream.range(0, 50).forEach(subsection -> IntStream.range(0, holds).forEach(
                i -> deadlines.join(hold(subsection * holds + i, 2 * subsection + 1, NOON.minusSeconds(60)))));
        deadlines.join(hold(9_999, 200, NOON));
        assertThat(asked(NOON)).as("partition 2 is full").hasSize(6).contains(List.of(id(9_999)));
        deadlines.answered(command(200, 9_999), NOON);

        deadlines.join(hold(9_998, 200, NOON.plusSeconds(30)));
        assertThat(asked(NOON.plusSeconds(30)).stream().flatMap(List::stream)).contains(id(9_998));
    }

    /** The longer nobody answers, the less is put on a log that will have to be read. */
    @Test
    void asksLessAndLessOftenWhileNobodyAnswers() {
        deadlines.join(hold(1, 1, NOON));
        long questions = IntStream.range(0, 3_600).mapToLong(second -> asked(NOON.plusSeconds(second)).size()).sum();
        assertThat(questions).isBetween(40L, 70L);

        deadlines.join(hold(1, 1, NOON));
        deadlines.answered(command(1, 1), NOON.plusSeconds(3_600));
        assertThat(asked(NOON.plusSeconds(3_601))).as("as before").hasSize(1);
    }

    @Test
    void takesTheAnswerToAnEarlierQuestionForNoneToThisOne() {
        deadlines.join(hold(1, 1, NOON));
        deadlines.join(hold(2, 1, NOON.plusSeconds(1)));
        assertThat(asked(NOON)).hasSize(1);
        deadlines.unasked(command(1, 1));
        assertThat(asked(NOON.plusSeconds(1))).containsExactly(List.of(id(1), id(2)));

        over(1);
        deadlines.answered(command(1, 1), NOON.plusSeconds(1));
        assertThat(asked(NOON.plusSeconds(2))).as("still asked").isEmpty();
    }

    @Test
    void keepsTheLatestDeadlineOfAHold() {
        deadlines.join(hold(1, 1, NOON));
        deadlines.join(hold(1, 1, NOON.plusSeconds(180)));

        assertThat(asked(NOON.plusSeconds(179))).isEmpty();
        assertThat(asked(NOON.plusSeconds(180))).hasSize(1);
    }

    @Test
    void forgetsWhatIsOverAndWhatBelongsToOthers() {
        deadlines.join(hold(1, 1, NOON));
        deadlines.join(hold(2, 1, NOON));
        over(1);
        assertThat(deadlines.due(NOON, Set.of(7))).isEmpty();
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void letsNewHoldsJoinThatEndWithinTheWindow() {
        assertThat(deadlines.isNear(NOON)).isFalse();
        deadlines.widen(NOON.plus(Duration.ofSeconds(30)));
        assertThat(deadlines.isNear(NOON.plusSeconds(29))).isTrue();
        assertThat(deadlines.isNear(NOON.plusSeconds(30))).isFalse();
    }

    private List<List<UUID>> asked(Instant now) {
        return deadlines.due(now, OWNED).stream().map(question -> question.command().bookingIds()).toList();
    }

    private void over(int... bookings) {
        IntStream.of(bookings).forEach(booking -> deadlines.leave(id(booking)));
    }

    private static Command.ExpireHolds command(int subsection, int... bookings) {
        return new Command.ExpireHolds(subsection, IntStream.of(bookings).mapToObj(HoldDeadlinesTest::id).toList());
    }

    private static UUID id(int booking) {
        return new UUID(0x7000, booking);
    }

    private static Hold hold(int booking, int subsection, Instant until) {
        return new Hold(id(booking), subsection, new SubsectionKey(EVENT, "A", "1"), 1 + subsection % 2, until);
    }
}
