package io.seatlog.ticketing.payment;

/** Hears of every change of a payment, of this instance at once and of others within a second; also twice. Must not block. */
@FunctionalInterface
public interface PaymentListener {
    void changed(PaymentNews news);
}
