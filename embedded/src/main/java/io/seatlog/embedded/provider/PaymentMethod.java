package io.seatlog.embedded.provider;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can pay. The names are those of Stripe's test methods; what they lead to is fixed. */
enum PaymentMethod {
    VISA("pm_card_visa", Status.AUTHORIZED, null),
    MASTERCARD("pm_card_mastercard", Status.AUTHORIZED, null),
    DECLINED("pm_card_visa_chargeDeclined", Status.DECLINED, "card_declined"),
    INSUFFICIENT_FUNDS("pm_card_visa_chargeDeclinedInsufficientFunds", Status.DECLINED, "insufficient_funds"),
    EXPIRED("pm_card_chargeDeclinedExpiredCard", Status.DECLINED, "expired_card"),
    CHALLENGED("pm_card_threeDSecure2Required", Status.ACTION_REQUIRED, null),
    CAPTURE_REFUSED("pm_seatlog_captureRefused", Status.AUTHORIZED, null);

    private final String wireName;
    private final Status authorized;
    private final @Nullable String failure;

    PaymentMethod(String wireName, Status authorized, @Nullable String failure) {
        this.wireName = wireName;
        this.authorized = authorized;
        this.failure = failure;
    }

    static Optional<PaymentMethod> named(String wireName) {
        return Stream.of(values()).filter(method -> method.wireName.equals(wireName)).findFirst();
    }

    String wireName() {
        return wireName;
    }

    /** What asking for the money leads to. */
    Status authorized() {
        return authorized;
    }

    /** Why it was declined at once, else null. */
    @Nullable
    String failure() {
        return failure;
    }
}
