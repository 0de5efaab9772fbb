package io.seatlog.ticketing.payment.memory;

import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can pay at the {@link InMemoryProvider}, under the names that Stripe's test mode and the simulated provider use. */
public enum TestCard {
    /** The money is there, now and later. */
    PAYS("pm_card_visa", Status.AUTHORIZED, null),
    DECLINED("pm_card_visa_chargeDeclined", Status.DECLINED, "card_declined"),
    POOR("pm_card_visa_chargeDeclinedInsufficientFunds", Status.DECLINED, "insufficient_funds"),
    EXPIRED("pm_card_chargeDeclinedExpiredCard", Status.DECLINED, "expired_card"),
    /** The buyer is asked first. */
    CHALLENGED("pm_card_threeDSecure2Required", Status.ACTION_REQUIRED, null),
    /** What is reserved cannot be had in the end. */
    NOT_CAPTURABLE("pm_seatlog_captureRefused", Status.AUTHORIZED, null);

    private final String method;
    private final Status authorized;
    private final @Nullable String failure;

    TestCard(String method, Status authorized, @Nullable String failure) {
        this.method = method;
        this.authorized = authorized;
        this.failure = failure;
    }

    /** As a payment's method. */
    public String method() {
        return method;
    }

    static Optional<TestCard> named(String method) {
        return Stream.of(values()).filter(card -> card.method.equals(method)).findFirst();
    }

    Status authorized() {
        return authorized;
    }

    @Nullable
    String failure() {
        return failure;
    }
}
