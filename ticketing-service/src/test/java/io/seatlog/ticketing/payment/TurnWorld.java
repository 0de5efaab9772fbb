package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.payment.PaymentTurn.Step;
import io.seatlog.ticketing.payment.memory.InMemoryPayments;
import io.seatlog.ticketing.payment.memory.InMemoryProvider;
import io.seatlog.ticketing.payment.memory.TestCard;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One booking and one payment for it, with the rows, the provider and the turns of production; what the log decides is said
 * here as simply as possible. Time passes only when nothing is due.
 */
final class TurnWorld {
    static final UUID PAYMENT = new UUID(7, 7);
    static final UUID OTHER_PAYMENT = new UUID(8, 8);
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final int MOST_TURNS = 2_000;
    private static final Subsection SUBSECTION = new Subsection(7, new UUID(2, 2), "A", "1", 3, new SeatingPlan(5, 5));
    final InMemoryPayments rows;
    final InMemoryProvider provider = new InMemoryProvider();
    final Calls calls = new Calls(this);
    private final Map<Long, Refusal> refusals = new HashMap<>();
    private final PaymentPorts ports;
    private final Consumer<TurnWorld> life;
    Instant now = START;
    Duration logAhead = Duration.ZERO;
    /** How long after a command is on the log it is decided. */
    Duration queue = Duration.ZERO;
    /** When the seats of the hold that has ended went to somebody else, and until when: null for never. */
    @Nullable
    Instant takenUntil;
    Booking booking;
    private long offset = 100;
    private boolean otherLeft;

    /** @param life what else happens: called after every call and whenever time has passed */
    TurnWorld(long priceMinor, Consumer<TurnWorld> life) {
        this.life = life;
        booking = new Booking(new UUID(1, 1), SUBSECTION.id(), SUBSECTION.eventId(), "ann", new UUID(3, 3),
                BookingStatus.HELD, null, 1, Seats.of(4), priceMinor, "EUR", START.plusSeconds(600), 1, 1, START,
                START);
        rows = new InMemoryPayments(id -> Optional.of(booking).filter(it -> it.id().equals(id)));
        ports = calls.ports(rows, provider, () -> now, new Random(1));
    }

    /** The row is there before the provider hears of it, as in earnest. */
    Payment begin(TestCard card) {
        return rows.insert(Payment.of(PAYMENT, booking, "EUR", card.method(), now), now.plus(PaymentTurn.LEASE), 10)
                .orElseThrow();
    }

    PaymentTurn turn(Payment leased) {
        return new PaymentTurn(ports, SUBSECTION, leased);
    }

    /** One step, which must not be more than one call. */
    Step step(PaymentTurn turn) {
        int before = calls.count();
        var step = turn.step();
        if (calls.count() > before + 1) {
            throw new AssertionError("one step made more than one call: " + calls.trace());
        }
        life.accept(this);
        return step;
    }

    /** @return how the turn ended; empty when it stopped for want of an answer */
    Optional<Step> finish(PaymentTurn turn) {
        try {
            var step = step(turn);
            while (step instanceof Step.Going || step instanceof Step.Changed) {
                step = step(turn);
            }
            return Optional.of(step);
        } catch (Calls.StoppedException | LogUncertainException stopped) {
            return Optional.empty();
        }
    }

    /** Whatever is due, until nothing ever is. */
    void settle() {
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            var next = claim();
            if (next.isPresent()) {
                finish(turn(next.get()));
            } else if (!passTime()) {
                return;
            }
        }
        throw new AssertionError("never done: " + row() + ", " + booking + ", provider " + provider.books());
    }

    private Optional<Payment> claim() {
        var until = now.plus(PaymentTurn.LEASE);
        return rows.claimDue(now, until, 1, Set.of()).stream().findFirst()
                .or(() -> rows.refundable(Instant.EPOCH, 1).stream().findFirst()
                        .flatMap(id -> rows.claim(id, now, until)));
    }

    /** @return false when nothing will ever happen */
    private boolean passTime() {
        var next = rows.nextDue().map(due -> calls.nextLanding().filter(due::isAfter).orElse(due))
                .or(calls::nextLanding);
        next.ifPresent(this::pass);
        return next.isPresent();
    }

    void pass(Instant to) {
        now = to.isAfter(now) ? to : now;
        if (booking.isDue(now)) {
            expire();
        }
        calls.land(now);
        life.accept(this);
    }

    Payment row() {
        return rows.byId(PAYMENT).orElseThrow();
    }

    void expire() {
        booking = booking.expired(version(), now);
    }

    void cancel(Reason why) {
        booking = booking.cancelled(why, version(), now);
    }

    void confirmByAnother() {
        assertThat(booking.status()).isEqualTo(BookingStatus.HELD);
        booking = booking.confirmed(OTHER_PAYMENT, version(), now);
    }

    /** Another payment's command is on the log before any of ours. */
    void confirmByAnotherSoon() {
        if (!otherLeft) {
            otherLeft = true;
            calls.later(now.plusSeconds(2), this::confirmByAnother);
        }
    }

    private long version() {
        return Version.of(1, ++offset);
    }

    Optional<Refusal> refusal(int partition, long version) {
        assertThat(partition).isEqualTo(SUBSECTION.partition());
        return Optional.ofNullable(refusals.get(version));
    }

    /** What leaves is vouched for: the row says until when it counts. */
    void leaving(Command command) {
        if (command instanceof Command.ConfirmBooking confirm) {
            var row = row();
            var latest = row.openUntil() == null || row.sentUntil() != null && row.sentUntil().isAfter(row.openUntil())
                    ? row.sentUntil()
                    : row.openUntil();
            assertThat(latest).as("of what is to leave, in %s", row).isNotNull()
                    .isAfterOrEqualTo(confirm.validUntil());
        }
    }

    /** @return its version, at once */
    long append(Command command) {
        long version = version();
        var logTime = now.plus(logAhead);
        if (queue.isZero()) {
            decide(command, version, logTime);
        } else {
            calls.later(now.plus(queue), () -> decide(command, version, logTime));
        }
        return version;
    }

    private void decide(Command command, long version, Instant logTime) {
        switch (command) {
            case Command.ConfirmBooking confirm -> {
                var objection = objection(confirm, logTime);
                if (objection != null) {
                    refusals.put(version, new Refusal(version, booking.id(), "ann", CommandType.CONFIRM_BOOKING,
                            objection, booking.status(), logTime));
                } else if (!confirm.paymentId().equals(booking.paymentId())) {
                    booking = booking.confirmed(confirm.paymentId(), version, now);
                }
            }
            case Command.CancelBooking cancel -> {
                if (booking.status() == BookingStatus.CONFIRMED) {
                    booking = booking.cancelled(cancel.reason(), version, now);
                }
            }
            case Command other -> throw new AssertionError("not a payment's: " + other);
        }
    }

    private @Nullable Reason objection(Command.ConfirmBooking confirm, Instant logTime) {
        if (confirm.paymentId().equals(booking.paymentId())) {
            return null;
        }
        if (booking.status() != BookingStatus.HELD && booking.status() != BookingStatus.EXPIRED) {
            return Reason.NOT_ALLOWED_IN_STATUS;
        }
        if (confirm.amountMinor() != booking.totalMinor()) {
            return Reason.AMOUNT_DIFFERS;
        }
        if (logTime.isAfter(confirm.validUntil())) {
            return Reason.CONFIRMATION_LATE;
        }
        boolean taken = takenUntil != null && now.isBefore(takenUntil);
        return booking.status() == BookingStatus.EXPIRED && taken ? Reason.SEAT_TAKEN : null;
    }

    /** Money where the seats are, and nothing left open. */
    void assertBalanced() {
        boolean sold = booking.status() == BookingStatus.CONFIRMED && PAYMENT.equals(booking.paymentId());
        var money = provider.status(PAYMENT);
        if (row().amountMinor() > 0) {
            assertThat(money == Status.CAPTURED).as("%s, %s, provider %s", row(), booking, money).isEqualTo(sold);
        }
        assertThat(money).as("%s", row()).isNotIn(Status.AUTHORIZED, Status.ACTION_REQUIRED);
        assertThat(row().state().isOpen()).as("%s", row()).isFalse();
        assertThat(row().state() == PaymentState.CAPTURED).as("%s, %s", row(), booking).isEqualTo(sold);
        assertThat(provider.books()).hasSizeLessThanOrEqualTo(1);
        assertThat(rows.all()).hasSize(1);
    }
}
