package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.payment.provider.Standing;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One booking, one payment for it, a provider and a log that lose answers, and workers that stop for any time between any
 * two steps. What the workers do between the steps is {@link PaymentRules}; what the log decides is said here once more, as
 * simply as possible.
 */
final class PaymentWorld {
    static final UUID PAYMENT = new UUID(7, 7);
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private final Random random;
    private final Map<Long, Refusal> refusals = new HashMap<>();
    private final List<Confirm> onTheirWay = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    Payment row;
    Booking booking;
    Status provider = Status.NONE;
    boolean captureRefused;
    boolean faulty = true;
    private boolean seatTaken;
    private Instant now = START;
    private Instant logTime = START;
    private long logAheadMillis;
    private long changes = 1;
    private long version = 100;

    record Confirm(Instant validUntil) {}

    PaymentWorld(Random random) {
        this.random = random;
        booking = new Booking(new UUID(1, 1), 7, new UUID(2, 2), "ann", new UUID(3, 3), BookingStatus.HELD, null, 1,
                Seats.of(4), 4_500, "EUR", START.plusSeconds(600), 1, 1, START, START);
        row = Payment.of(PAYMENT, booking, "EUR", "card", START);
        captureRefused = random.nextInt(5) == 0;
        for (int i = 0; i < 3; i++) {
            workers.add(new Worker());
        }
    }

    /** Anything that may happen. */
    void event() {
        now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 500));
        switch (random.nextInt(30)) {
            case 0 -> land();
            case 1 -> expire();
            case 2 -> cancel(BookingStatus.HELD, Reason.CANCELLED_BY_BUYER);
            case 3 -> seatTaken = booking.status() == BookingStatus.EXPIRED && random.nextBoolean();
            case 4 -> workers.set(random.nextInt(workers.size()), new Worker());
            case 5 -> bank();
            case 7 -> logAheadMillis = random.nextInt(120_000) - 60_000;
            case 6 -> {
                if (random.nextInt(6) == 0) {
                    cancel(BookingStatus.CONFIRMED, Reason.EVENT_CANCELLED);
                }
            }
            default -> workers.get(random.nextInt(workers.size())).step();
        }
    }

    /** What is still on its way arrives, or never does. */
    void land() {
        if (!onTheirWay.isEmpty()) {
            var command = onTheirWay.remove(random.nextInt(onTheirWay.size()));
            if (random.nextInt(4) > 0) {
                decide(command);
            }
        }
    }

    void settle() {
        faulty = false;
        var survivor = new Worker();
        for (int steps = 0; !survivor.isDone(); steps++) {
            if (steps == 4_000) {
                throw new AssertionError("never done: " + row + ", " + booking.status() + ", provider " + provider);
            }
            now = now.plusMillis(1_500);
            if (booking.isDue(now)) {
                booking = booking.expired(++version, now);
            }
            survivor.step();
        }
    }

    /** The late ones, one after the other, with the survivor looking after each. */
    void landAll() {
        while (!onTheirWay.isEmpty()) {
            land();
            settle();
        }
    }

    private long decide(Confirm command) {
        version++;
        tick();
        var reason = objection(command);
        if (reason == null) {
            booking = booking.confirmed(PAYMENT, version, now);
        } else if (reason.isPresent()) {
            refusals.put(version, new Refusal(version, booking.id(), "ann", CommandType.CONFIRM_BOOKING, reason.get(),
                    booking.status(), logTime));
        }
        return version;
    }

    /** @return null to confirm; empty for no effect */
    private @Nullable Optional<Reason> objection(Confirm command) {
        if (PAYMENT.equals(booking.paymentId())) {
            return Optional.empty();
        }
        if (booking.status() != BookingStatus.HELD && booking.status() != BookingStatus.EXPIRED) {
            return Optional.of(Reason.NOT_ALLOWED_IN_STATUS);
        }
        if (logTime.isAfter(command.validUntil)) {
            return Optional.of(Reason.CONFIRMATION_LATE);
        }
        return booking.status() == BookingStatus.EXPIRED && seatTaken
                ? Optional.of(Reason.SEAT_TAKEN)
                : null;
    }

    /** The log's clock is another one, and never goes back. */
    private void tick() {
        var there = now.plusMillis(logAheadMillis);
        logTime = there.isAfter(logTime) ? there : logTime;
    }

    private void expire() {
        if (booking.status() == BookingStatus.HELD && random.nextBoolean()) {
            booking = booking.expired(++version, now);
            seatTaken = random.nextBoolean();
        }
    }

    private void cancel(BookingStatus from, Reason why) {
        if (booking.status() == from && random.nextInt(4) == 0) {
            booking = booking.cancelled(why, ++version, now);
        }
    }

    private void bank() {
        if (provider == Status.ACTION_REQUIRED) {
            provider = random.nextInt(3) == 0 ? Status.DECLINED : Status.AUTHORIZED;
        }
    }

    private Status ask(Next.Operation operation) {
        switch (operation) {
            case AUTHORIZE -> {
                if (provider == Status.NONE) {
                    provider = switch (random.nextInt(6)) {
                        case 0 -> Status.DECLINED;
                        case 1 -> Status.ACTION_REQUIRED;
                        default -> Status.AUTHORIZED;
                    };
                }
            }
            case CAPTURE -> {
                if (provider == Status.AUTHORIZED) {
                    provider = captureRefused ? Status.VOIDED : Status.CAPTURED;
                }
            }
            case RELEASE -> {
                if (provider == Status.AUTHORIZED || provider == Status.ACTION_REQUIRED || provider == Status.NONE) {
                    provider = Status.VOIDED;
                }
            }
            case REFUND -> {
                if (provider == Status.CAPTURED) {
                    provider = Status.REFUNDED;
                }
            }
            case ASK -> {
            }
        }
        return provider;
    }

    private boolean happens(int oneIn) {
        return faulty && random.nextInt(oneIn) == 0;
    }

    /** A worker with what it remembers between two steps. */
    private final class Worker {
        private @Nullable Payment known;
        private @Nullable Supplier<@Nullable Payment> pending;
        private boolean done;

        boolean isDone() {
            return done;
        }

        void step() {
            var next = pending;
            pending = null;
            if (next == null) {
                look();
                return;
            }
            var changed = next.get();
            if (changed != null) {
                save(changed);
            }
        }

        private void look() {
            var payment = row;
            known = payment;
            var confirmed = payment.confirmVersion();
            var what = PaymentRules.next(payment, booking, confirmed == null ? null : refusals.get(confirmed), now);
            done = what instanceof Next.Done;
            switch (what) {
                case Next.Done _,Next.Wait _ -> {
                }
                case Next.Become(var state, var failure) -> pending = () -> payment.becoming(state, failure);
                case Next.Call(var operation) -> pending = () -> called(payment, operation);
                case Next.Confirm _ -> pending = () -> {
                    var sending = saved(PaymentRules.sending(payment, now));
                    pending = sending == null
                            ? null
                            : () -> sent(sending, new Confirm(Objects.requireNonNull(sending.sentUntil())));
                    return null;
                };
                case Next.TakeBack _ -> pending = () -> {
                    if (booking.status() == BookingStatus.CONFIRMED && !happens(3)) {
                        booking = booking.cancelled(Reason.PAYMENT_FAILED, ++version, now);
                    }
                    return null;
                };
            }
        }

        /** The provider does it, and then the answer comes or not, now or after a long while. */
        private @Nullable Payment called(Payment payment, Next.Operation operation) {
            var standing = happens(6) ? null : ask(operation);
            var answer = standing == null || happens(6)
                    ? payment.uncertain()
                    : PaymentRules.answered(payment, operation, Standing.of(standing, "ref"));
            pending = () -> answer;
            return null;
        }

        private @Nullable Payment sent(Payment payment, Confirm command) {
            if (happens(3)) {
                onTheirWay.add(command);
                pending = payment::uncertain;
            } else {
                long at = decide(command);
                pending = happens(6) ? payment::uncertain : () -> payment.sent(at);
            }
            return null;
        }

        private void save(Payment changed) {
            saved(changed);
        }

        /** @return null when somebody else was faster */
        private @Nullable Payment saved(Payment changed) {
            if (known == null || changed.change() != row.change()) {
                return null;
            }
            row = changed.changed(++changes);
            known = row;
            return row;
        }
    }
}
