package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.payment.Calls.Fault;
import io.seatlog.ticketing.payment.PaymentTurn.Step;
import io.seatlog.ticketing.payment.memory.TestCard;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A payment's turns in every order that one crash, one lost answer or one who overtakes can bring about. */
class PaymentTurnTest {
    private static final long PRICE_MINOR = 4_500;
    private static final Duration BUYER = Duration.ofSeconds(60);
    private static final Duration MINUTES = Duration.ofMinutes(5);

    /** The text-book cases: what a payment meets, what is called for it without a fault, and how it ends with and without. */
    enum Story {
        PAID(TestCard.PAYS, _ -> {}, PaymentState.CAPTURED, Status.CAPTURED, BookingStatus.CONFIRMED, """
                booking, authorize, save CONFIRMING, booking, save CONFIRMING, ConfirmBooking, save CONFIRMING,
                booking, refusal, save CAPTURE_DUE, booking, capture, save CAPTURED, booking, release"""),

        DECLINED(TestCard.POOR, _ -> {}, PaymentState.DECLINED, Status.DECLINED, BookingStatus.HELD, """
                booking, authorize, save DECLINED, booking, release"""),

        /** 3-D Secure, to which the buyer takes his time. */
        APPROVED(TestCard.CHALLENGED, world -> {
            if (world.now.isAfter(TurnWorld.START.plus(BUYER))) {
                world.provider.approve(TurnWorld.PAYMENT);
            }
        }, PaymentState.CAPTURED, Status.CAPTURED, BookingStatus.CONFIRMED, ""),

        REFUSED_BY_BUYER(TestCard.CHALLENGED, world -> {
            if (world.now.isAfter(TurnWorld.START.plus(BUYER))) {
                world.provider.refuse(TurnWorld.PAYMENT);
            }
        }, PaymentState.DECLINED, Status.DECLINED, BookingStatus.HELD, ""),

        /** The hold ends, and half an hour after the start nobody waits for the bank any more. */
        NEVER_ANSWERED(TestCard.CHALLENGED, _ -> {}, PaymentState.VOIDED, Status.VOIDED, BookingStatus.EXPIRED, ""),

        /** The hold ends with the money reserved, and somebody else takes the seats. */
        SEATS_TAKEN(TestCard.PAYS, whenReserved(world -> {
            world.expire();
            world.takenUntil = world.now.plus(MINUTES);
        }), PaymentState.VOIDED, Status.VOIDED, BookingStatus.EXPIRED, """
                booking, authorize, save CONFIRMING, booking, save CONFIRMING, ConfirmBooking, save CONFIRMING,
                booking, refusal, save VOID_DUE, booking, let go, save VOIDED, booking, release"""),

        /** The seats are free again soon: whatever is still on its way may win. */
        SEATS_TAKEN_FOR_A_MOMENT(TestCard.PAYS, whenReserved(world -> {
            world.expire();
            world.takenUntil = world.now.plusSeconds(4);
        }), null, null, null, ""),

        LATE_BUT_STILL_FREE(TestCard.PAYS, whenReserved(TurnWorld::expire), PaymentState.CAPTURED, Status.CAPTURED,
                BookingStatus.CONFIRMED, ""),

        /** Behind others on the log: until it is decided nobody knows. */
        DECIDED_LATER(TestCard.PAYS, world -> world.queue = Duration.ofSeconds(3), PaymentState.CAPTURED,
                Status.CAPTURED, BookingStatus.CONFIRMED, ""),

        /** So far behind that another ConfirmBooking leaves meanwhile. */
        DECIDED_MUCH_LATER(TestCard.PAYS, world -> world.queue = Duration.ofSeconds(45), PaymentState.CAPTURED,
                Status.CAPTURED, BookingStatus.CONFIRMED, ""),

        REFUSED_LATER(TestCard.PAYS, ((Consumer<TurnWorld>) world -> world.queue = Duration.ofSeconds(3))
                .andThen(whenReserved(TurnWorld::confirmByAnotherSoon)), PaymentState.VOIDED, Status.VOIDED,
                BookingStatus.CONFIRMED, ""),

        ANOTHER_PAYMENT_WON(TestCard.PAYS, whenReserved(TurnWorld::confirmByAnother), PaymentState.VOIDED,
                Status.VOIDED, BookingStatus.CONFIRMED, """
                        booking, authorize, save CONFIRMING, booking, save VOID_DUE, booking, let go, save VOIDED,
                        booking, release"""),

        CANCELLED_MEANWHILE(TestCard.PAYS, whenReserved(world -> world.cancel(Reason.CANCELLED_BY_BUYER)),
                PaymentState.VOIDED, Status.VOIDED, BookingStatus.CANCELLED, ""),

        /** The seats are taken back. */
        MONEY_NOT_TO_BE_HAD(TestCard.NOT_CAPTURABLE, _ -> {}, PaymentState.FAILED, Status.VOIDED,
                BookingStatus.CANCELLED, """
                        booking, authorize, save CONFIRMING, booking, save CONFIRMING, ConfirmBooking, save CONFIRMING,
                        booking, refusal, save CAPTURE_DUE, booking, capture, save CAPTURE_REFUSED, booking,
                        CancelBooking, save CAPTURE_REFUSED, release, booking, save FAILED, booking, release"""),

        CANCELLED_AFTERWARDS(TestCard.PAYS, world -> {
            if (world.booking.status() == BookingStatus.CONFIRMED && world.row().state() == PaymentState.CAPTURED) {
                world.cancel(Reason.EVENT_CANCELLED);
            }
        }, PaymentState.REFUNDED, Status.REFUNDED, BookingStatus.CANCELLED, ""),

        FREE_OF_CHARGE(TestCard.PAYS, _ -> {}, PaymentState.CAPTURED, Status.NONE, BookingStatus.CONFIRMED, """
                booking, save CONFIRMING, booking, save CONFIRMING, ConfirmBooking, save CONFIRMING, booking, refusal,
                save CAPTURE_DUE, booking, save CAPTURED, booking, release""");

        private final TestCard card;
        private final Consumer<TurnWorld> life;
        private final List<? extends @Nullable Object> end;
        private final String calls;

        Story(TestCard card, Consumer<TurnWorld> life, @Nullable PaymentState end, @Nullable Status money,
                @Nullable BookingStatus booking,
                String calls) {
            this.card = card;
            this.life = life;
            this.end = Arrays.asList(end, money, booking);
            this.calls = calls.replaceAll("\\s+", " ");
        }

        TurnWorld world() {
            return new TurnWorld(this == FREE_OF_CHARGE ? 0 : PRICE_MINOR, life);
        }

        /** The same in every order of events, but for what depends on the moment. */
        void assertEnd(TurnWorld world) {
            world.assertBalanced();
            if (this != SEATS_TAKEN_FOR_A_MOMENT) {
                assertThat(List.of(world.row().state(), world.provider.status(TurnWorld.PAYMENT),
                        world.booking.status())).isEqualTo(end);
            }
        }
    }

    private static Consumer<TurnWorld> whenReserved(Consumer<TurnWorld> event) {
        return world -> {
            if (world.booking.status() == BookingStatus.HELD
                    && world.provider.status(TurnWorld.PAYMENT) == Status.AUTHORIZED) {
                event.accept(world);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWell(Story story) {
        var world = run(story, null, 0);
        if (!story.calls.isEmpty()) {
            assertThat(String.join(", ", world.calls.trace())).isEqualTo(story.calls);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWellWhateverCallIsTheLastOfAWorker(Story story) {
        for (var fault : List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.CRASH_AND_LATE)) {
            everyCallOnce(story, fault);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWellWhateverCallHasNoAnswer(Story story) {
        for (var fault : List.of(Fault.LOST, Fault.IGNORED, Fault.LATE, Fault.VERY_LATE)) {
            everyCallOnce(story, fault);
        }
    }

    private static void everyCallOnce(Story story, Fault fault) {
        int calls = run(story, null, 0).calls.count();
        for (int at = 1; at <= calls; at += isTheSameAgain(at, calls) ? 7 : 1) {
            try {
                run(story, fault, at);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(story + ": " + fault + " at call " + at, failure);
            }
        }
    }

    /** While a buyer is waited for, the same three calls are made over and over. */
    private static boolean isTheSameAgain(int at, int calls) {
        return at > 20 && at < calls - 40;
    }

    private static TurnWorld run(Story story, @Nullable Fault fault, int at) {
        var world = story.world();
        world.calls.fault = fault;
        world.calls.faultAt = at;
        world.finish(world.turn(world.begin(story.card)));
        world.settle();
        story.assertEnd(world);
        return world;
    }

    /** In which order two turns go on after the second has begun. */
    enum Order {
        FIRST_ENDS_FIRST,
        SECOND_ENDS_FIRST,
        IN_TURN
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWellWhereverAnotherTurnOvertakes(Story story) {
        for (var order : Order.values()) {
            for (int first = 0; overtake(story, order, first, 0); first++) {
                for (int second = 1; overtake(story, order, first, second); second++) {
                    // All is in the condition.
                }
            }
        }
    }

    /**
     * The first sleeps after some steps; when its lease has ended the second begins, and after some steps of it the first
     * wakes up.
     *
     * @return false when one of the turns has fewer steps
     */
    private static boolean overtake(Story story, Order order, int ofFirst, int ofSecond) {
        var world = story.world();
        try {
            var first = world.turn(world.begin(story.card));
            if (!steps(world, first, ofFirst)) {
                return false;
            }
            world.pass(world.now.plus(PaymentTurn.LEASE));
            var second = world.turn(world.rows
                    .claim(TurnWorld.PAYMENT, world.now, world.now.plus(PaymentTurn.LEASE)).orElseThrow());
            if (!steps(world, second, ofSecond)) {
                return false;
            }
            switch (order) {
                case FIRST_ENDS_FIRST -> {
                    oversleep(world, first);
                    world.finish(second);
                }
                case SECOND_ENDS_FIRST -> {
                    assertThat(world.finish(second)).get().isInstanceOf(Step.Ended.class);
                    oversleep(world, first);
                }
                case IN_TURN -> alternate(world, first, second);
            }
            world.settle();
            story.assertEnd(world);
            return true;
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("%s: %s, first after %d steps, second after %d".formatted(story, order, ofFirst,
                    ofSecond), failure);
        }
    }

    /** @return false when the turn ends with one of them */
    private static boolean steps(TurnWorld world, PaymentTurn turn, int steps) {
        for (int i = 0; i < steps; i++) {
            if (isLast(world.step(turn))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLast(Step step) {
        return switch (step) {
            case Step.Going _,Step.Changed _ -> false;
            case Step.Ended _,Step.Overtaken _ -> true;
        };
    }

    /** Whoever was overtaken writes nothing down and gives nothing back. */
    private static void oversleep(TurnWorld world, PaymentTurn overtaken) {
        while (!oversleepOnce(world, overtaken)) {
            // All is in the condition.
        }
    }

    private static boolean oversleepOnce(TurnWorld world, PaymentTurn overtaken) {
        var row = world.row();
        var due = world.rows.nextDue();
        var step = world.step(overtaken);
        assertThat(step).isNotInstanceOf(Step.Changed.class);
        assertThat(world.row()).isEqualTo(row);
        assertThat(world.rows.nextDue()).isEqualTo(due);
        return isLast(step);
    }

    private static void alternate(TurnWorld world, PaymentTurn first, PaymentTurn second) {
        boolean firstOver = false;
        boolean secondOver = false;
        while (!firstOver || !secondOver) {
            firstOver = firstOver || oversleepOnce(world, first);
            secondOver = secondOver || isLast(world.step(second));
        }
    }

    @Test
    void shouldWriteNothingDownWhenTheProviderWasNotAsked() {
        var world = Story.PAID.world();
        var leased = world.begin(TestCard.PAYS);
        world.calls.keepAway = true;

        assertThat(world.finish(world.turn(leased))).contains(new Step.Ended(leased));
        assertThat(world.calls.trace()).containsExactly("booking", "authorize", "release");
        assertThat(world.rows.nextDue()).contains(world.now.plusSeconds(2));

        world.calls.keepAway = false;
        world.settle();
        Story.PAID.assertEnd(world);
    }

    /** However long it takes: unknown is not failed. */
    @ParameterizedTest
    @ValueSource(strings = {"authorize", "ConfirmBooking", "capture"})
    void shouldAskWhatHasNoAnswerAgainAndLessAndLessOften(String silent) {
        var world = Story.PAID.world();
        world.calls.silent = silent;
        var leased = world.begin(TestCard.PAYS);
        for (int attempts = 1; attempts <= 8; attempts++) {
            assertThat(world.finish(world.turn(leased))).get().isInstanceOf(Step.Ended.class);
            assertThat(world.row().attempts()).isEqualTo(attempts);
            var due = world.rows.nextDue().orElseThrow();
            var middle = Duration.ofSeconds(1L << (attempts - 1));
            assertThat(due).isBetween(world.now.plus(min(middle.dividedBy(2))),
                    world.now.plus(min(middle.plus(middle.dividedBy(2)))));
            world.now = due;
            leased = world.rows.claim(TurnWorld.PAYMENT, due, due.plus(PaymentTurn.LEASE)).orElseThrow();
        }
        world.calls.silent = null;
        world.finish(world.turn(leased));
        world.settle();
        Story.PAID.assertEnd(world);
    }

    private static Duration min(Duration pause) {
        var longest = Duration.ofSeconds(30);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    @Test
    void shouldTellWhatItWroteDownAndWhetherItWaits() {
        var world = Story.APPROVED.world();
        var turn = world.turn(world.begin(TestCard.CHALLENGED));

        assertThat(world.step(turn)).isEqualTo(new Step.Going());
        assertThat(world.step(turn)).isEqualTo(new Step.Going());
        var changed = world.step(turn);
        assertThat(changed).isEqualTo(new Step.Changed(world.row()));
        assertThat(world.row().clientSecret()).isNotNull();
        var end = world.finish(turn);
        assertThat(end).contains(new Step.Ended(world.row()));
        assertThat(end).get().extracting(step -> ((Step.Ended) step).waits()).isEqualTo(true);
        assertThat(world.rows.nextDue()).contains(world.now.plusSeconds(10));
        assertThatThrownBy(turn::step).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldBeOverAfterACallThatBroke() {
        var world = Story.PAID.world();
        world.calls.fault = Fault.LOST;
        world.calls.faultAt = 3;
        var turn = world.turn(world.begin(TestCard.PAYS));

        assertThat(world.finish(turn)).isEqualTo(Optional.empty());
        assertThat(world.row().state()).isEqualTo(PaymentState.CONFIRMING);
        assertThatThrownBy(turn::step).isInstanceOf(IllegalStateException.class);
    }

    /** A log whose clock is a day ahead refuses every confirmation: that must not keep a thread for ever. */
    @Test
    void shouldRestAfterManyLooks() {
        var world = Story.PAID.world();
        world.logAhead = Duration.ofDays(1);

        var end = world.finish(world.turn(world.begin(TestCard.PAYS)));
        assertThat(end).get().isInstanceOf(Step.Ended.class);
        assertThat(world.calls.trace()).filteredOn("booking"::equals).hasSize(20);
        assertThat(world.calls.trace()).endsWith("save CONFIRMING", "release");
        assertThat(world.rows.nextDue()).get().matches(due -> due.isAfter(world.now));

        world.logAhead = Duration.ZERO;
        world.settle();
        Story.PAID.assertEnd(world);
    }
}
