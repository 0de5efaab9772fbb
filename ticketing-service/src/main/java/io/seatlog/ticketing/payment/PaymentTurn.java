package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.payment.provider.ProviderUnavailableException;
import io.seatlog.ticketing.payment.provider.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for a leased payment until it has to wait, as a step machine: asks the provider, asks the log, writes down
 * what came of it, and only then the next thing. Every {@link #step} makes at most one call to the outside, so whoever drives
 * it can end it, or let others overtake it, between any two. The row tells the next turn where to go on, and every
 * question may be asked twice. What keeps it right is that a change is written only over the one that was read.
 *
 * <p>For one thread. A turn that has ended is of no more use, and neither is one that threw: its lease ends.
 */
public final class PaymentTurn {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentTurn.class);
    /** Longer than almost every turn. A turn that takes longer is done twice, which costs questions and no money. */
    public static final Duration LEASE = Duration.ofSeconds(20);
    private static final int MOST_LOOKS = 20;

    private final PaymentPorts ports;
    private final Subsection subsection;
    private Payment payment;
    private Phase phase = new Phase.Look();
    private int looks;

    /** What a step has come to. */
    public sealed interface Step {
        /** The turn goes on, and nothing was written down. */
        record Going() implements Step {}

        /** The turn goes on. @param payment as it was just written down */
        record Changed(Payment payment) implements Step {}

        /** Nothing more can be done now, and the lease is given back. */
        record Ended(Payment payment) implements Step {
            /** Whether the payment has to be looked at again. */
            public boolean waits() {
                return payment.state().isOpen();
            }
        }

        /** Somebody else has changed the payment since it was read: it is his now. */
        record Overtaken() implements Step {}
    }

    /** The next call. */
    private sealed interface Phase {
        record Look() implements Phase {}

        record LookForRefusal(@Nullable Booking booking, long version, Instant now) implements Phase {}

        record Call(Next.Operation operation) implements Phase {}

        record Save(Payment changed, Then then) implements Phase {}

        record Confirm() implements Phase {}

        record TakeBack() implements Phase {}

        /** @param due null for never */
        record Release(@Nullable Instant due) implements Phase {}

        record Over() implements Phase {}
    }

    /** What comes after something was written down. */
    private enum Then {
        LOOK,
        CONFIRM,
        REST
    }

    /** @param subsection of the payment's booking */
    public PaymentTurn(PaymentPorts ports, Subsection subsection, Payment leased) {
        if (subsection.id() != leased.subsectionId()) {
            throw new IllegalArgumentException(leased + " is not of subsection " + subsection.id());
        }
        this.ports = ports;
        this.subsection = subsection;
        this.payment = leased;
    }

    /** The next step; at most one call. What it throws is neither an answer nor a failure of the payment. */
    public Step step() {
        var current = phase;
        phase = new Phase.Over();
        return switch (current) {
            case Phase.Look _ -> look();
            case Phase.LookForRefusal(var booking, long version, var now) ->
                decide(booking, ports.bookings().refusal(subsection.partition(), version).orElse(null), now);
            case Phase.Call(var operation) -> call(operation);
            case Phase.Save(var changed, var then) -> save(changed, then);
            case Phase.Confirm _ -> confirm();
            case Phase.TakeBack _ -> takeBack();
            case Phase.Release(var due) -> release(due);
            case Phase.Over _ -> throw new IllegalStateException("the turn is over: " + payment);
        };
    }

    private Step look() {
        var now = ports.clock().instant();
        var booking = ports.bookings().booking(payment.bookingId()).orElse(null);
        var version = payment.confirmVersion();
        return payment.state() == PaymentState.CONFIRMING && version != null
                ? go(new Phase.LookForRefusal(booking, version, now))
                : decide(booking, null, now);
    }

    private Step decide(@Nullable Booking booking, @Nullable Refusal refusal, Instant now) {
        return go(switch (PaymentRules.next(payment, booking, refusal, now)) {
            case Next.Done _ -> new Phase.Release(null);
            case Next.Wait(var pause) -> new Phase.Release(now.plus(pause));
            case Next.Become(var state, var failure) ->
                new Phase.Save(payment.becoming(state, failure), Then.LOOK);
            case Next.Call(var operation) -> new Phase.Call(operation);
            // First it is written down until when the command counts, then it leaves, then it is written down where it is.
            case Next.Confirm _ -> new Phase.Save(PaymentRules.sending(payment, now), Then.CONFIRM);
            case Next.TakeBack _ -> new Phase.TakeBack();
        });
    }

    private Step call(Next.Operation operation) {
        var after = answer(operation);
        boolean waits = after.state() == payment.state() || after.state() == PaymentState.UNKNOWN;
        var then = waits ? Then.REST : Then.LOOK;
        return go(after.equals(payment) ? after(then) : new Phase.Save(after, then));
    }

    private Payment answer(Next.Operation operation) {
        try {
            return PaymentRules.answered(payment, operation, ask(operation));
        } catch (ProviderUnavailableException uncertain) {
            LOG.debug("{}: {} gave no certain answer: {}", payment, operation, uncertain.toString());
            return uncertain.isAsked() ? payment.uncertain() : payment;
        }
    }

    private Standing ask(Next.Operation operation) {
        var order = payment.order();
        if (payment.amountMinor() == 0) {
            return FreeOfCharge.answer(operation, order);
        }
        return switch (operation) {
            case AUTHORIZE -> ports.provider().authorize(order);
            case ASK -> ports.provider().ask(order);
            case CAPTURE -> ports.provider().capture(order);
            case RELEASE -> ports.provider().release(order);
            case REFUND -> ports.provider().refund(order);
        };
    }

    private Step save(Payment changed, Then then) {
        var saved = ports.rows().save(changed);
        if (saved.isEmpty()) {
            return new Step.Overtaken();
        }
        payment = saved.get();
        phase = after(then);
        return new Step.Changed(payment);
    }

    private Step confirm() {
        var command = new Command.ConfirmBooking(subsection.id(), payment.bookingId(), payment.buyer(), payment.id(),
                payment.amountMinor(), Objects.requireNonNull(payment.sentUntil()));
        try {
            long version = ports.log().append(subsection, command);
            return go(new Phase.Save(payment.sent(version), Then.LOOK));
        } catch (LogUncertainException notCertain) {
            LOG.debug("{}: the log gave no certain answer: {}", payment, notCertain.toString());
            return go(new Phase.Save(payment.uncertain(), Then.REST));
        }
    }

    /** Without an answer the turn is over, and the next one asks again. */
    private Step takeBack() {
        ports.log().append(subsection, new Command.CancelBooking(subsection.id(), payment.bookingId(), payment.buyer(),
                Reason.PAYMENT_FAILED));
        return go(new Phase.Save(payment.uncertain(), Then.REST));
    }

    private Step release(@Nullable Instant due) {
        ports.rows().release(payment, due);
        return new Step.Ended(payment);
    }

    private Step go(Phase next) {
        phase = next;
        return new Step.Going();
    }

    private Phase after(Then then) {
        return switch (then) {
            case LOOK -> ++looks < MOST_LOOKS ? new Phase.Look() : new Phase.Release(again());
            case CONFIRM -> new Phase.Confirm();
            case REST -> new Phase.Release(again());
        };
    }

    private Instant again() {
        var pause = payment.attempts() == 0
                ? PaymentRules.pause(payment)
                : Backoff.after(payment.attempts(), ports.random());
        return ports.clock().instant().plus(pause);
    }
}
