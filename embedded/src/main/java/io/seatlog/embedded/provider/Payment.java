package io.seatlog.embedded.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the books have it.
 *
 * @param order null while the payment is known only from having been voided
 * @param clientSecret lets its holder answer the challenge; kept afterwards, so that a repeated answer is recognised
 * @param failure why it was declined or voided by the provider, else null
 */
record Payment(UUID id, @Nullable Order order, Status status, @Nullable String clientSecret,
        @Nullable String failure) {

    static Payment tombstone(UUID id) {
        return new Payment(id, null, Status.VOIDED, null, null);
    }

    /** @param clientSecret used only when the method asks for a challenge */
    static Payment ordered(UUID id, Order order, String clientSecret) {
        Status status = order.method().authorized();
        return new Payment(id, order, status, status == Status.ACTION_REQUIRED ? clientSecret : null,
                order.method().failure());
    }

    Payment with(Order late) {
        return new Payment(id, late, status, clientSecret, failure);
    }

    Payment with(Status next) {
        return new Payment(id, order, next, clientSecret, failure);
    }

    Payment with(Status next, String why) {
        return new Payment(id, order, next, clientSecret, why);
    }

    /** 0 for a tombstone. */
    long amountMinor() {
        return order == null ? 0 : order.amountMinor();
    }

    boolean refusesCapture() {
        return order != null && order.method() == PaymentMethod.CAPTURE_REFUSED;
    }
}
