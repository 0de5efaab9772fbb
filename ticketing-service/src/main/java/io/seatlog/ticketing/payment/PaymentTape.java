package io.seatlog.ticketing.payment;

import io.seatlog.ticketing.blocking.Loop;
import java.time.Duration;
import java.util.List;

/** Tells the listeners here what other instances did to payments, a second later at most. What they know already they ignore. */
final class PaymentTape implements AutoCloseable {
    private static final Duration PACE = Duration.ofSeconds(1);
    /** Changes are drawn before their transactions commit: so many are looked at again. */
    private static final long OVERLAP = 200;
    private static final int MOST = 5_000;
    private final PostgresPayments payments;
    private final List<PaymentListener> listeners;
    private final Loop loop;
    private long seen = -1;

    PaymentTape(PostgresPayments payments, List<PaymentListener> listeners) {
        this.payments = payments;
        this.listeners = listeners;
        loop = Loop.start("payments-tape", PACE, this::read);
    }

    private void read() {
        if (seen < 0) {
            seen = payments.latestChange();
        }
        for (var payment : payments.changedSince(seen - OVERLAP, MOST)) {
            seen = Math.max(seen, payment.change());
            var news = PaymentNews.of(payment);
            listeners.forEach(listener -> listener.changed(news));
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
