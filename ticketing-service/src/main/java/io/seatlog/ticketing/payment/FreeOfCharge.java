package io.seatlog.ticketing.payment;

import io.seatlog.ticketing.payment.provider.Order;
import io.seatlog.ticketing.payment.provider.Standing;

/** What costs nothing goes the same way as what does, without a provider. */
final class FreeOfCharge {
    private FreeOfCharge() {}

    static Standing answer(Next.Operation operation, Order order) {
        return Standing.of(switch (operation) {
            case AUTHORIZE, ASK -> Standing.Status.AUTHORIZED;
            case CAPTURE -> Standing.Status.CAPTURED;
            case RELEASE -> Standing.Status.VOIDED;
            case REFUND -> Standing.Status.REFUNDED;
        }, order.reference());
    }
}
