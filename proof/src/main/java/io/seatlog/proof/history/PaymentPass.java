package io.seatlog.proof.history;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares payment by payment what is sold with what the provider's books say: MONEY, and MONEY_AT_LAST where the money
 * has come to rest. While it moves, a confirmed booking's may not have been captured yet and a cancelled one's not given
 * back, but money without a booking that it ever confirmed, or another amount, is wrong at any time. A booking that costs
 * nothing needs no charge.
 */
final class PaymentPass implements Consumer<Money> {
    private final Findings findings;
    private @Nullable UUID paymentId;
    private @Nullable Money booking;
    private @Nullable Money charge;

    PaymentPass(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void accept(Money side) {
        if (!side.paymentId().equals(paymentId)) {
            end();
            paymentId = side.paymentId();
        }
        if (side.charge()) {
            charge(side);
        } else if (booking != null) {
            findings.add(Rule.MONEY, side.paymentId(), "confirmed " + booking.bookingId() + " and " + side.bookingId(),
                    booking.version(), side.version());
        } else {
            booking = side;
        }
    }

    private void charge(Money side) {
        if (charge != null && !charge.equals(side)) {
            findings.add(Rule.MONEY, side.paymentId(), "is in the provider's books twice: " + charge + " and " + side);
        }
        charge = side;
        if (side.open()) {
            findings.add(Rule.MONEY_AT_LAST, side.paymentId(), "money left reserved: " + amount(side));
        }
        if (!side.captured()) {
            return;
        }
        if (booking == null) {
            findings.add(Rule.MONEY, side.paymentId(), "money without seats: " + amount(side));
        } else if (booking.amountMinor() != side.amountMinor() || !booking.currency().equals(side.currency())) {
            findings.add(Rule.MONEY, side.paymentId(), "captured " + amount(side) + " for booking "
                    + booking.bookingId() + " of " + amount(booking), booking.version());
        } else if (!booking.confirmed()) {
            findings.add(Rule.MONEY_AT_LAST, side.paymentId(),
                    "money kept after booking " + booking.bookingId() + " was cancelled: " + amount(side),
                    booking.version());
        }
    }

    /** After the last of a payment. */
    void end() {
        if (booking != null && booking.confirmed() && booking.amountMinor() > 0
                && (charge == null || !charge.captured())) {
            findings.add(Rule.MONEY_AT_LAST, booking.paymentId(), "seats without money: booking " + booking.bookingId()
                    + " of " + amount(booking), booking.version());
        }
        booking = null;
        charge = null;
        paymentId = null;
    }

    private static String amount(Money side) {
        return side.amountMinor() + " " + side.currency();
    }
}
