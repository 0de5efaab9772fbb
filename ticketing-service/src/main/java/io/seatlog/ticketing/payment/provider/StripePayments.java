package io.seatlog.ticketing.payment.provider;

import com.stripe.model.PaymentIntent;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import io.seatlog.ticketing.payment.provider.StripeIntents.Answer.Given;
import io.seatlog.ticketing.payment.provider.StripeIntents.Answer.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Payments as Stripe's PaymentIntents, captured by hand. An intent is created first and confirmed second: a lost answer
 * to the first costs nothing, for an unconfirmed intent moves no money and the repeated create answers the same one; what
 * became of the second, the intent itself tells. What Stripe declined is cancelled before it is called declined, because
 * Stripe would take another attempt. One call here is at most five to Stripe, each bounded. Thread-safe.
 */
final class StripePayments implements PaymentProvider {
    static final String SIGNATURE_HEADER = "Stripe-Signature";
    /** Stripe forgets keys after a day at the earliest; a payment older than this is looked for before it is created. */
    private static final Duration KEY_LIFE = Duration.ofHours(23);
    /** An authorisation that is over, whatever its intent still says. */
    private static final String EXPIRED = "charge_expired_for_capture";
    private static final String UNEXPECTED_STATE = "payment_intent_unexpected_state";
    private final StripeIntents intents;
    private final StripeWebhooks webhooks;
    private final Clock clock;

    StripePayments(StripeIntents intents, StripeWebhooks webhooks, Clock clock) {
        this.intents = intents;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public Standing authorize(Order order) {
        return switch (find(order)) {
            case Refused refused -> declined(refused, null);
            case Given given -> StripeStandings.isUntried(given.intent())
                    ? confirm(order, given.intent().getId())
                    : settled(given.intent());
        };
    }

    /** Without a reference by creating it once more: that moves no money, while a search may miss what is new. */
    @Override
    public Standing ask(Order order) {
        return switch (find(order)) {
            case Refused refused -> declined(refused, null);
            case Given given -> settled(given.intent());
        };
    }

    @Override
    public Standing capture(Order order) {
        if (order.reference() != null) {
            return captured(order.reference());
        }
        return switch (find(order)) {
            case Refused refused -> declined(refused, null);
            case Given given when "requires_capture".equals(given.intent().getStatus()) ->
                captured(given.intent().getId());
            case Given given -> settled(given.intent());
        };
    }

    @Override
    public Standing release(Order order) {
        if (order.reference() != null) {
            return released(order.reference());
        }
        return switch (find(order)) {
            case Refused refused -> declined(refused, null);
            case Given given when StripeStandings.isDeclined(given.intent()) -> settled(given.intent());
            case Given given -> released(given.intent().getId());
        };
    }

    /** Looks first: Stripe would store a refusal of what is not captured yet, and repeat it after the capture. */
    @Override
    public Standing refund(Order order) {
        return switch (find(order)) {
            case Refused refused -> declined(refused, null);
            case Given given -> {
                var before = settled(given.intent());
                if (before.status() != Status.CAPTURED) {
                    yield before;
                }
                intents.refund(order.paymentId(), given.intent().getId());
                yield settled(intents.retrieve(given.intent().getId()));
            }
        };
    }

    @Override
    public Optional<UUID> webhook(byte[] body, String signature) {
        return webhooks.payment(body, signature);
    }

    @Override
    public String signatureHeader() {
        return SIGNATURE_HEADER;
    }

    /** The intent as it is now; made, where there was none. */
    private StripeIntents.Answer find(Order order) {
        if (order.reference() != null) {
            return new Given(intents.retrieve(order.reference()), false);
        }
        if (isOld(order.paymentId())) {
            var found = intents.search(order.paymentId());
            if (found.isPresent()) {
                return new Given(intents.retrieve(found.get().getId()), false);
            }
        }
        var created = intents.create(order);
        return created instanceof Given(var intent, var replayed) && replayed
                ? new Given(intents.retrieve(intent.getId()), false)
                : created;
    }

    private boolean isOld(UUID paymentId) {
        return Uuid7.isUuid7(paymentId) && clock.millis() - Uuid7.millis(paymentId) > KEY_LIFE.toMillis();
    }

    private Standing confirm(Order order, String id) {
        return switch (intents.confirm(id, order.method())) {
            case Given given -> settled(given.intent());
            case Refused refused -> {
                var now = intents.retrieve(id);
                // Another caller may have confirmed it meanwhile; then that is the answer.
                yield StripeStandings.isUntried(now) ? close(now, refused) : settled(now);
            }
        };
    }

    private Standing captured(String id) {
        return switch (intents.capture(id)) {
            case Given given -> settled(given.intent());
            case Refused refused -> {
                var now = intents.retrieve(id);
                if (!"requires_capture".equals(now.getStatus())) {
                    yield settled(now);
                }
                if (!refused.byCard() && !refused.code().equals(EXPIRED)) {
                    throw new ProviderUnavailableException("Stripe refused a capture: " + refused.code(), null);
                }
                yield lapsed(id, refused.code());
            }
        };
    }

    private Standing released(String id) {
        return switch (intents.cancel(id, StripeStandings.RELEASED)) {
            case Given given -> StripeStandings.of(given.intent());
            case Refused tooLate -> settled(intents.retrieve(id));
        };
    }

    /** What can no longer be captured is given up, so that it cannot be taken for reserved. */
    private Standing lapsed(String id, String code) {
        return switch (intents.cancel(id, StripeStandings.RELEASED)) {
            case Given given -> new Standing(Status.VOIDED, id, null, code);
            case Refused other -> settled(intents.retrieve(id));
        };
    }

    /** How an intent stands, after a decline was made final. */
    private Standing settled(PaymentIntent intent) {
        if (!StripeStandings.isDeclined(intent)) {
            return StripeStandings.of(intent);
        }
        var failure = StripeIntents.firstOf(StripeStandings.failure(intent), null, "card_declined");
        return close(intent, new Refused(failure, true));
    }

    private Standing close(PaymentIntent intent, Refused refused) {
        if (refused.code().equals(UNEXPECTED_STATE)) {
            throw new ProviderUnavailableException("Stripe contradicts itself about the state of a payment", null);
        }
        return switch (intents.cancel(intent.getId(), StripeStandings.DECLINED)) {
            case Given given -> declined(refused, intent.getId());
            case Refused other -> {
                // Somebody else cancelled it, or paid after all.
                var now = intents.retrieve(intent.getId());
                if (StripeStandings.isDeclined(now) || StripeStandings.isUntried(now)) {
                    throw new ProviderUnavailableException("Stripe does not close a payment: " + other.code(), null);
                }
                yield StripeStandings.of(now);
            }
        };
    }

    private static Standing declined(Refused refused, @Nullable String id) {
        return new Standing(Status.DECLINED, id, null, refused.code());
    }
}
