package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.payment.provider.Standing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a payment goes from here: pure, so that every order of answers, decisions, crashes and repetitions can be played
 * through. Money is let go only when no ConfirmBooking for it can win any more, and taken only when one has won.
 */
final class PaymentRules {
    /** A buyer's bank may take its time, also past the end of the hold. */
    static final Duration ACTION_PATIENCE = Duration.ofMinutes(30);
    /** A ConfirmBooking has no effect later than this after it left; doubled with every one that came to nothing. */
    static final Duration VALIDITY = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration DECISION = Duration.ofSeconds(2);
    private static final Duration ACTION = Duration.ofSeconds(10);
    private static final Duration NO_BOOKING = Duration.ofSeconds(30);
    static final String HOLD_ENDED = "HOLD_ENDED";

    private PaymentRules() {}

    /**
     * @param booking as it is stored, null when it has no row
     * @param refusal of the ConfirmBooking that was sent last, null when there is none (yet)
     */
    static Next next(Payment payment, @Nullable Booking booking, @Nullable Refusal refusal, Instant now) {
        if (booking == null) {
            // The database lost it, and the log has it still: it comes back.
            return payment.state().isOpen() ? new Next.Wait(NO_BOOKING) : new Next.Done();
        }
        return switch (payment.state()) {
            case NEW, UNKNOWN -> hasWon(payment, booking) ? new Next.Call(Next.Operation.ASK) : begin(booking);
            case ACTION_REQUIRED -> action(payment, booking, now);
            case CONFIRMING -> confirm(payment, booking, refusal, now);
            case CAPTURE_DUE -> booking.status() == BookingStatus.CANCELLED
                    ? new Next.Become(PaymentState.VOID_DUE, name(booking))
                    : new Next.Call(Next.Operation.CAPTURE);
            case CAPTURE_REFUSED -> booking.status() == BookingStatus.CANCELLED
                    ? new Next.Become(PaymentState.FAILED, payment.failure())
                    : new Next.TakeBack();
            case CAPTURED -> booking.status() == BookingStatus.CANCELLED
                    ? new Next.Become(PaymentState.REFUND_DUE, name(booking))
                    : new Next.Done();
            case VOID_DUE -> new Next.Call(Next.Operation.RELEASE);
            case REFUND_DUE -> new Next.Call(Next.Operation.REFUND);
            case VOIDED, DECLINED, REFUNDED, FAILED -> new Next.Done();
        };
    }

    private static Next begin(Booking booking) {
        return switch (booking.status()) {
            case HELD -> new Next.Call(Next.Operation.AUTHORIZE);
            // No new money is reserved for seats that are gone, but what may be reserved already might still get them.
            case EXPIRED -> new Next.Call(Next.Operation.ASK);
            case CONFIRMED, CANCELLED, REJECTED -> new Next.Become(PaymentState.VOID_DUE, name(booking));
        };
    }

    /** It has won, though its row does not know: the database lost what it knew and the log did not. */
    private static boolean hasWon(Payment payment, Booking booking) {
        return booking.status() == BookingStatus.CONFIRMED && payment.id().equals(booking.paymentId());
    }

    private static Next action(Payment payment, Booking booking, Instant now) {
        boolean payable = booking.status() == BookingStatus.HELD || hasWon(payment, booking)
                || booking.status() == BookingStatus.EXPIRED
                        && now.isBefore(payment.createdAt().plus(ACTION_PATIENCE));
        return payable
                ? new Next.Call(Next.Operation.ASK)
                : new Next.Become(PaymentState.VOID_DUE, name(booking));
    }

    private static Next confirm(Payment payment, Booking booking, @Nullable Refusal refusal, Instant now) {
        if (payment.id().equals(booking.paymentId())) {
            return booking.status() == BookingStatus.CONFIRMED
                    ? new Next.Become(PaymentState.CAPTURE_DUE, null)
                    : new Next.Become(PaymentState.VOID_DUE, name(booking));
        }
        if (booking.status() != BookingStatus.HELD && booking.status() != BookingStatus.EXPIRED) {
            return new Next.Become(PaymentState.VOID_DUE, name(booking));
        }
        if (payment.confirmVersion() == null) {
            return new Next.Confirm();
        }
        if (refusal == null) {
            // Behind a long queue, in a stopped partition, or lost with its log: in line behind the first it does no harm.
            return payment.sentUntil() != null && now.isAfter(payment.sentUntil())
                    ? new Next.Confirm()
                    : new Next.Wait(DECISION);
        }
        if (refusal.reason() == Reason.CONFIRMATION_LATE) {
            return new Next.Confirm();
        }
        // One whose place was never heard may still come; not, when its time was over before this one was decided.
        var open = payment.openUntil();
        if (open == null || refusal.at().isAfter(open)) {
            return new Next.Become(PaymentState.VOID_DUE, refusal.reason().name());
        }
        return now.isAfter(open) ? new Next.Confirm() : new Next.Wait(Duration.between(now, open).plusMillis(100));
    }

    /** @return the payment when a ConfirmBooking leaves, which counts until {@link Payment#sentUntil} */
    static Payment sending(Payment before, Instant now) {
        var payment = before.confirmVersion() == null ? before : before.uncertain();
        return payment.sending(now.plus(VALIDITY.multipliedBy(1L << Math.min(payment.attempts(), MOST_DOUBLINGS))));
    }

    /** @return the payment after the provider's answer; in the same state when what is due is still to be had */
    static Payment answered(Payment before, Next.Operation operation, Standing standing) {
        boolean actionRequired = standing.status() == Standing.Status.ACTION_REQUIRED;
        var payment = before.known(standing.reference(), actionRequired ? standing.clientSecret() : null);
        return switch (operation) {
            case AUTHORIZE, ASK -> authorized(payment, standing);
            case CAPTURE -> switch (standing.status()) {
                case CAPTURED -> payment.becoming(PaymentState.CAPTURED, null);
                case AUTHORIZED, PROCESSING, ACTION_REQUIRED -> payment.uncertain();
                case VOIDED, DECLINED, REFUNDED, NONE ->
                    payment.becoming(PaymentState.CAPTURE_REFUSED, orStatus(standing));
            };
            case RELEASE -> switch (standing.status()) {
                case VOIDED, DECLINED, NONE -> payment.becoming(PaymentState.VOIDED, payment.failure());
                case CAPTURED -> payment.becoming(PaymentState.REFUND_DUE, payment.failure());
                case REFUNDED -> payment.becoming(PaymentState.REFUNDED, payment.failure());
                case AUTHORIZED, PROCESSING, ACTION_REQUIRED -> payment.uncertain();
            };
            case REFUND -> switch (standing.status()) {
                case REFUNDED -> payment.becoming(PaymentState.REFUNDED, payment.failure());
                case VOIDED, DECLINED, NONE -> payment.becoming(PaymentState.VOIDED, payment.failure());
                case CAPTURED, AUTHORIZED, PROCESSING, ACTION_REQUIRED -> payment.uncertain();
            };
        };
    }

    private static Payment authorized(Payment payment, Standing standing) {
        return switch (standing.status()) {
            case AUTHORIZED, CAPTURED -> payment.becoming(PaymentState.CONFIRMING, null);
            case ACTION_REQUIRED -> payment.becoming(PaymentState.ACTION_REQUIRED, null)
                    .known(standing.reference(), standing.clientSecret());
            case PROCESSING -> payment.uncertain();
            case DECLINED -> payment.becoming(PaymentState.DECLINED, orStatus(standing));
            case VOIDED -> payment.becoming(PaymentState.VOIDED, orStatus(standing));
            case REFUNDED -> payment.becoming(PaymentState.REFUNDED, orStatus(standing));
            case NONE -> payment.becoming(PaymentState.VOID_DUE, HOLD_ENDED);
        };
    }

    /** How long after a call that changed nothing the next look is due; the buyer's bank is asked in an even rhythm. */
    static Duration pause(Payment payment) {
        return payment.state() == PaymentState.ACTION_REQUIRED ? ACTION : DECISION;
    }

    private static String orStatus(Standing standing) {
        return standing.failure() == null ? standing.status().name() : standing.failure();
    }

    private static String name(Booking booking) {
        var reason = booking.reason();
        return booking.status() == BookingStatus.CANCELLED && reason != null
                ? reason.name()
                : "BOOKING_" + booking.status();
    }
}
