package io.seatlog.embedded.provider;

/**
 * What each call makes of a payment, given how it stands. Pure. Money moves at most once because CAPTURED is entered from
 * AUTHORIZED only, REFUNDED from CAPTURED only, and neither is ever left backwards.
 */
final class Transitions {

    private Transitions() {}

    /** An id that is used again; the first use makes {@link Payment#ordered}. */
    static Outcome authorize(Payment payment, Order order) {
        if (payment.order() == null) {
            return new Outcome.Done(payment.with(order), false); // Voided before it came: nobody has news to hear.
        }
        return order.equals(payment.order()) ? unchanged(payment) : new Outcome.IdReused();
    }

    static Outcome capture(Payment payment) {
        return switch (payment.status()) {
            case AUTHORIZED -> payment.refusesCapture()
                    ? new Outcome.Refused(payment.with(Status.VOIDED, "capture_refused"), true, "not_capturable")
                    : changed(payment.with(Status.CAPTURED));
            case CAPTURED -> unchanged(payment);
            case ACTION_REQUIRED, VOIDED, REFUNDED, DECLINED -> refused(payment, "not_capturable");
        };
    }

    static Outcome release(Payment payment) {
        return switch (payment.status()) {
            case AUTHORIZED, ACTION_REQUIRED -> changed(payment.with(Status.VOIDED));
            case VOIDED, DECLINED -> unchanged(payment);
            case CAPTURED, REFUNDED -> refused(payment, "not_voidable");
        };
    }

    static Outcome refund(Payment payment) {
        return switch (payment.status()) {
            case CAPTURED -> changed(payment.with(Status.REFUNDED));
            case REFUNDED -> unchanged(payment);
            case ACTION_REQUIRED, AUTHORIZED, VOIDED, DECLINED -> refused(payment, "not_refundable");
        };
    }

    /** The buyer agrees. Agreeing again is fine, also when the money has moved on since. */
    static Outcome approve(Payment payment) {
        return switch (payment.status()) {
            case ACTION_REQUIRED -> changed(payment.with(Status.AUTHORIZED));
            case AUTHORIZED, CAPTURED, REFUNDED -> unchanged(payment);
            case VOIDED, DECLINED -> refused(payment, "challenge_over");
        };
    }

    static Outcome refuse(Payment payment) {
        return switch (payment.status()) {
            case ACTION_REQUIRED -> changed(payment.with(Status.DECLINED, "authentication_failed"));
            case DECLINED -> unchanged(payment);
            case AUTHORIZED, CAPTURED, VOIDED, REFUNDED -> refused(payment, "challenge_over");
        };
    }

    private static Outcome changed(Payment payment) {
        return new Outcome.Done(payment, true);
    }

    private static Outcome unchanged(Payment payment) {
        return new Outcome.Done(payment, false);
    }

    private static Outcome refused(Payment payment, String error) {
        return new Outcome.Refused(payment, false, error);
    }
}
