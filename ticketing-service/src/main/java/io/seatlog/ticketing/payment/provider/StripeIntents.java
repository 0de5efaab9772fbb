package io.seatlog.ticketing.payment.provider;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeResponse;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.service.PaymentIntentService;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The calls of Stripe's API that are needed. Each has one of three ends: the intent, a definite refusal, or
 * {@link ProviderUnavailableException}, whose message names status, code and request but never quotes Stripe, because
 * its texts may hold parts of a key. Thread-safe.
 */
final class StripeIntents {
    /** Metadata of every intent: whose payment it is. */
    static final String PAYMENT = "seatlog_payment";
    private static final String BOOKING = "seatlog_booking";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private final StripeClient client;

    sealed interface Answer {
        /** @param replayed it is the stored answer to an earlier request, so the intent may have moved on since */
        record Given(PaymentIntent intent, boolean replayed) implements Answer {}

        /**
         * Nothing was done.
         *
         * @param byCard it was the card, rather than the request, that was refused
         */
        record Refused(String code, boolean byCard) implements Answer {}
    }

    private interface Call<T> {
        T run() throws StripeException;
    }

    StripeIntents(StripeClient client) {
        this.client = client;
    }

    /**
     * The intent of this payment, made now or by an earlier call. A stored server error would be repeated for as long as
     * Stripe keeps the key: then nobody has ever held the intent, so nobody can confirm it, and that is a refusal.
     */
    Answer create(Order order) {
        var params = PaymentIntentCreateParams.builder().setAmount(order.amountMinor())
                .setCurrency(order.currency().toLowerCase(Locale.ROOT))
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL).addPaymentMethodType("card")
                .putMetadata(PAYMENT, order.paymentId().toString()).putMetadata(BOOKING, order.bookingId().toString())
                .build();
        return call("create", true, () -> intents().create(params, key(order.paymentId() + "-create")));
    }

    /** The intent of a payment that is older than Stripe's memory of keys. Not for fresh ones: the index lags behind. */
    Optional<PaymentIntent> search(UUID paymentId) {
        var params = PaymentIntentSearchParams.builder().setQuery("metadata['" + PAYMENT + "']:'" + paymentId + "'")
                .build();
        try {
            return intents().search(params).getData().stream().min(Comparator.comparing(PaymentIntent::getCreated));
        } catch (StripeException failure) {
            throw unavailable("search", failure);
        }
    }

    /** With its latest charge, which alone tells a refund. */
    PaymentIntent retrieve(String reference) {
        var params = PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build();
        try {
            return intents().retrieve(reference, params);
        } catch (StripeException failure) {
            throw unavailable("retrieve", failure);
        }
    }

    /** Without a key of ours: the intent's own state keeps a second charge out, and no stored error can be replayed. */
    Answer confirm(String reference, String method) {
        var params = PaymentIntentConfirmParams.builder().setPaymentMethod(method).build();
        return call("confirm", false, () -> intents().confirm(reference, params));
    }

    Answer capture(String reference) {
        return call("capture", false, () -> intents().capture(reference));
    }

    Answer cancel(String reference, PaymentIntentCancelParams.CancellationReason reason) {
        var params = PaymentIntentCancelParams.builder().setCancellationReason(reason).build();
        return call("cancel", false, () -> intents().cancel(reference, params));
    }

    /**
     * Gives all of it back; how it stands then, {@link #retrieve} tells. A stored error is no answer to this request, and
     * a charge cannot be given back twice in full, so then it is sent once more without the key.
     */
    void refund(UUID paymentId, String reference) {
        var params = RefundCreateParams.builder().setPaymentIntent(reference).build();
        try {
            client.v1().refunds().create(params, key(paymentId + "-refund"));
        } catch (StripeException failure) {
            if (isReplayed(response(failure))) {
                refundWithoutKey(params);
            } else if (refusal(failure) == null) {
                throw unavailable("refund", failure);
            }
        }
    }

    private void refundWithoutKey(RefundCreateParams params) {
        try {
            client.v1().refunds().create(params);
        } catch (StripeException failure) {
            if (refusal(failure) == null) {
                throw unavailable("refund", failure);
            }
        }
    }

    private Answer call(String operation, boolean replayIsFinal, Call<PaymentIntent> call) {
        try {
            var intent = call.run();
            return new Answer.Given(intent, isReplayed(intent.getLastResponse()));
        } catch (StripeException failure) {
            var refusal = refusal(failure);
            if (refusal != null) {
                return refusal;
            }
            var response = response(failure);
            if (replayIsFinal && response != null && response.code() >= 500 && isReplayed(response)) {
                return new Answer.Refused("provider_error", false);
            }
            throw unavailable(operation, failure);
        }
    }

    /** An object that the path names and Stripe does not know is no refusal: the key may be another account's. */
    private static Answer.@Nullable Refused refusal(StripeException failure) {
        if (failure instanceof CardException card) {
            return new Answer.Refused(firstOf(card.getDeclineCode(), card.getCode(), "card_declined"), true);
        }
        if (failure instanceof InvalidRequestException invalid && (invalid.getStatusCode() == BAD_REQUEST
                || invalid.getStatusCode() == NOT_FOUND && "payment_method".equals(invalid.getParam()))) {
            return new Answer.Refused(firstOf(invalid.getCode(), null, "invalid_request"), false);
        }
        return null;
    }

    static String firstOf(@Nullable String first, @Nullable String second, String otherwise) {
        return first != null ? first : Objects.requireNonNullElse(second, otherwise);
    }

    private static ProviderUnavailableException unavailable(String operation, StripeException failure) {
        if (failure instanceof ApiConnectionException) {
            return new ProviderUnavailableException("Stripe did not answer " + operation, failure.getCause());
        }
        return new ProviderUnavailableException("Stripe's answer to " + operation + " is not certain: HTTP "
                + failure.getStatusCode() + ", code " + failure.getCode() + ", request " + failure.getRequestId(),
                null);
    }

    private static @Nullable StripeResponse response(StripeException failure) {
        var error = failure.getStripeError();
        return error == null ? null : error.getLastResponse();
    }

    private static boolean isReplayed(@Nullable StripeResponse response) {
        return response != null && response.headers().firstValue(REPLAYED).filter("true"::equals).isPresent();
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private PaymentIntentService intents() {
        return client.v1().paymentIntents();
    }
}
