package io.seatlog.ticketing.payment;

import java.util.UUID;

/**
 * How a payment stands, for whoever follows its booking.
 *
 * @param change grows with every change; what is not above the last one told is old
 * @param open whether the money may still go one way or the other
 */
public record PaymentNews(UUID bookingId, String buyer, long change, boolean open, PaymentView view) {
    static PaymentNews of(Payment payment) {
        return new PaymentNews(payment.bookingId(), payment.buyer(), payment.change(), payment.state().isOpen(),
                PaymentView.of(payment));
    }

    /** Whether it has ended and the seats are not the buyer's by it. */
    public boolean isInVain() {
        return !open && !view.status().equals(PaymentState.CAPTURED.name());
    }
}
