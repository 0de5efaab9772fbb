package io.seatlog.ticketing.payment.provider;

import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCancelParams.CancellationReason;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import org.jspecify.annotations.Nullable;

/** What a PaymentIntent means. Pure. */
final class StripeStandings {
    /** Why we cancel what was declined; a cancelled intent is told from a released one by it. */
    static final CancellationReason DECLINED = CancellationReason.ABANDONED;
    static final CancellationReason RELEASED = CancellationReason.REQUESTED_BY_CUSTOMER;

    private StripeStandings() {}

    /** Created, but never confirmed: no money was asked for. */
    static boolean isUntried(PaymentIntent intent) {
        return "requires_confirmation".equals(intent.getStatus())
                || "requires_payment_method".equals(intent.getStatus()) && intent.getLastPaymentError() == null
                        && intent.getLatestCharge() == null;
    }

    /** Confirmed in vain. Stripe would take another attempt, also from whoever holds the client secret. */
    static boolean isDeclined(PaymentIntent intent) {
        return "requires_payment_method".equals(intent.getStatus()) && !isUntried(intent);
    }

    static @Nullable String failure(PaymentIntent intent) {
        var error = intent.getLastPaymentError();
        return error == null ? null : StripeIntents.firstOf(error.getDeclineCode(), error.getCode(), "card_declined");
    }

    /** @throws ProviderUnavailableException for a status that this version of the API does not have */
    static Standing of(PaymentIntent intent) {
        var id = intent.getId();
        var status = intent.getStatus() == null ? "none" : intent.getStatus();
        return switch (status) {
            case "requires_confirmation", "requires_payment_method" -> isUntried(intent)
                    ? Standing.of(Status.NONE, id)
                    : new Standing(Status.DECLINED, id, null, failure(intent));
            case "requires_action" -> new Standing(Status.ACTION_REQUIRED, id, intent.getClientSecret(), null);
            case "processing" -> Standing.of(Status.PROCESSING, id);
            case "requires_capture" -> Standing.of(Status.AUTHORIZED, id);
            case "succeeded" -> Standing.of(isRefunded(intent) ? Status.REFUNDED : Status.CAPTURED, id);
            case "canceled" -> DECLINED.getValue().equals(intent.getCancellationReason())
                    ? new Standing(Status.DECLINED, id, null, failure(intent))
                    : Standing.of(Status.VOIDED, id);
            default -> throw new ProviderUnavailableException("Stripe tells an unknown status of a payment", null);
        };
    }

    private static boolean isRefunded(PaymentIntent intent) {
        var charge = intent.getLatestChargeObject();
        return charge != null && Boolean.TRUE.equals(charge.getRefunded());
    }
}
