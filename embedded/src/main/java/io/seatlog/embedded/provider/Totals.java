package io.seatlog.embedded.provider;

import org.jspecify.annotations.Nullable;

/** Sums over all payments, by how they stand now. */
record Totals(long payments, Sum open, Sum captured, Sum refunded) {
    static final Totals NONE = new Totals(0, Sum.NONE, Sum.NONE, Sum.NONE);

    record Sum(long count, long minor) {
        static final Sum NONE = new Sum(0, 0);

        private Sum plus(boolean counts, Payment payment) {
            return counts ? new Sum(count + 1, minor + payment.amountMinor()) : this;
        }

        private Sum minus(boolean counts, Payment payment) {
            return counts ? new Sum(count - 1, minor - payment.amountMinor()) : this;
        }
    }

    /** @param before null when the payment is new */
    Totals changed(@Nullable Payment before, Payment after) {
        return before == null ? plus(after) : minus(before).plus(after);
    }

    private Totals plus(Payment payment) {
        Status status = payment.status();
        return new Totals(payments + 1, open.plus(status == Status.AUTHORIZED, payment),
                captured.plus(status == Status.CAPTURED, payment), refunded.plus(status == Status.REFUNDED, payment));
    }

    private Totals minus(Payment payment) {
        Status status = payment.status();
        return new Totals(payments - 1, open.minus(status == Status.AUTHORIZED, payment),
                captured.minus(status == Status.CAPTURED, payment),
                refunded.minus(status == Status.REFUNDED, payment));
    }
}
