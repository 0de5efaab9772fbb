package io.seatlog.ticketing.erasure;

import io.seatlog.ticketing.payment.PaymentState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What of a buyer is not over. A hold is not. Seats that are paid for are needed until their event is over: an event has a
 * beginning and no end, so that is a while after it began, and not before its sale ends. A payment is not over while money
 * may still go one way or the other. Blocks.
 */
final class Obstacles {
    private static final String BOOKINGS = """
            select * from (
                   select b.id, b.status = 1 as held, b.hold_until, e.name,
                          greatest(e.starts_at + ? * interval '1 second', e.off_sale_at) as over
                     from reservation.booking b join ticketing.event e on e.id = b.event_id
                    where b.buyer = ? and b.status in (1, 2)) live
             where held or over > ? order by id""";
    private final JdbcTemplate jdbc;
    private final Payments payments;
    private final Duration overAfter;

    /** @param overAfter so long after its beginning an event is over */
    Obstacles(JdbcTemplate jdbc, Payments payments, Duration overAfter) {
        this.jdbc = jdbc;
        this.payments = payments;
        this.overAfter = overAfter;
    }

    /** @return in words; the bookings first */
    List<String> of(String buyer, Instant now) {
        var bookings = jdbc.query(BOOKINGS, (row, _) -> booking(row), overAfter.toSeconds(), buyer,
                Timestamp.from(now));
        return Stream.concat(bookings.stream(), payments.open(buyer).stream().map(Obstacles::payment)).toList();
    }

    private static String booking(ResultSet row) throws SQLException {
        var booking = "booking " + row.getObject("id", UUID.class) + " of \"" + row.getString("name") + "\" is ";
        return row.getBoolean("held")
                ? booking + "HELD until " + row.getTimestamp("hold_until").toInstant()
                : booking + "CONFIRMED, and its event is not over before " + row.getTimestamp("over").toInstant();
    }

    private static String payment(Payments.Open open) {
        return "payment " + open.id() + " of booking " + open.bookingId() + " is " + open.state()
                + (open.state() == PaymentState.CAPTURED ? " and will be refunded" : "");
    }
}
