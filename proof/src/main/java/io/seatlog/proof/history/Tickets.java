package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import java.util.UUID;

/**
 * A change of the number of a limited buyer's tickets; or, where the partition is {@link #ROW}, the row that counts them.
 *
 * @param limit in force; 0 for a row
 */
record Tickets(UUID eventId, String buyer, int partition, long version, int delta, int limit) {
    static final int ROW = Integer.MAX_VALUE;

    static final Order<Tickets> ORDER = new Order<>() {
        @Override
        public int compare(Tickets one, Tickets other) {
            int by = one.buyer.compareTo(other.buyer);
            by = by != 0 ? by : one.eventId.compareTo(other.eventId);
            by = by != 0 ? by : Integer.compare(one.partition, other.partition);
            return by != 0 ? by : Long.compare(one.version, other.version);
        }

        @Override
        public void write(Tickets element, WireWriter out) {
            out.uuid(element.eventId).text(element.buyer).i32(element.partition).i64(element.version)
                    .i32(element.delta).i32(element.limit);
        }

        @Override
        public Tickets read(WireReader in) {
            return new Tickets(in.uuid(), in.text(), in.i32(), in.i64(), in.i32(), in.i32());
        }
    };

    static Tickets of(Booking booking, int partition, int delta, int limit) {
        return new Tickets(booking.eventId(), booking.buyer(), partition, booking.version(), delta, limit);
    }

    static Tickets row(HistoryRecord.BuyerRow row) {
        return new Tickets(row.eventId(), row.buyer(), ROW, 0, row.taken(), 0);
    }
}
