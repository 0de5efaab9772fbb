package io.seatlog.embedded.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which calls get an effect. What is null matches every call; a rule about a booking or a method does not match a call
 * about a payment that the provider never heard of.
 *
 * @param times how many calls get it
 * @param millis how long, for the effects that take time
 */
record Rule(@Nullable Operation operation, Effect effect, @Nullable UUID payment, @Nullable PaymentMethod method,
        @Nullable UUID bookingId, int times, long millis) {
    static final int MOST_TIMES = 1_000_000;
    static final int MOST_MILLIS = 600_000;

    boolean matches(Call call) {
        Order order = call.order();
        return (operation == null || operation == call.operation())
                && (payment == null || payment.equals(call.payment()))
                && (method == null || (order != null && method == order.method()))
                && (bookingId == null || (order != null && bookingId.equals(order.bookingId())));
    }

    Rule once() {
        return new Rule(operation, effect, payment, method, bookingId, times - 1, millis);
    }
}
