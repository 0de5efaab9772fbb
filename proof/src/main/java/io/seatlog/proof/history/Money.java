package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import io.seatlog.proof.history.HistoryRecord.ChargeState;
import java.util.Objects;
import java.util.UUID;

/**
 * One side of a payment: a booking that it confirmed, as that ended, or what the provider has.
 *
 * @param charge whether it is the provider's
 * @param code of the booking's status or the charge's state
 */
record Money(UUID paymentId, boolean charge, UUID bookingId, long version, int code, long amountMinor,
        String currency) {
    private static final UUID NOBODY = new UUID(0, 0);

    static final Order<Money> ORDER = new Order<>() {
        @Override
        public int compare(Money one, Money other) {
            int by = one.paymentId.compareTo(other.paymentId);
            by = by != 0 ? by : Boolean.compare(one.charge, other.charge);
            return by != 0 ? by : one.bookingId.compareTo(other.bookingId);
        }

        @Override
        public void write(Money element, WireWriter out) {
            out.uuid(element.paymentId).u8(element.charge ? 1 : 0).uuid(element.bookingId).i64(element.version)
                    .u8(element.code).i64(element.amountMinor).text(element.currency);
        }

        @Override
        public Money read(WireReader in) {
            return new Money(in.uuid(), in.u8() == 1, in.uuid(), in.i64(), in.u8(), in.i64(), in.text());
        }
    };

    static Money of(UUID paymentId, Booking booking) {
        return new Money(paymentId, false, booking.id(), booking.version(), booking.status().code(),
                booking.totalMinor(), Objects.requireNonNullElse(booking.currency(), ""));
    }

    static Money of(HistoryRecord.Charge charge) {
        return new Money(charge.paymentId(), true, NOBODY, 0, charge.state().ordinal(), charge.amountMinor(),
                charge.currency());
    }

    boolean captured() {
        return charge && code == ChargeState.CAPTURED.ordinal();
    }

    boolean open() {
        return charge && code == ChargeState.OPEN.ordinal();
    }

    boolean confirmed() {
        return !charge && code == BookingStatus.CONFIRMED.code();
    }
}
