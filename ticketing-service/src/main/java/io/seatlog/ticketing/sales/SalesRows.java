package io.seatlog.ticketing.sales;

import io.seatlog.kernel.seating.House;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Sums over the bookings of an event. Blocks; takes about a second for a million bookings. */
@Repository
class SalesRows {
    private final JdbcTemplate jdbc;

    SalesRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Of one subsection. Money in minor units. */
    record Line(int held, int sold, int blocked, long heldMinor, long soldMinor, int endingWithinMinute) {
        static final Line NONE = new Line(0, 0, 0, 0, 0, 0);

        Line plus(Line more) {
            return new Line(held + more.held, sold + more.sold, blocked + more.blocked, heldMinor + more.heldMinor,
                    soldMinor + more.soldMinor, endingWithinMinute + more.endingWithinMinute);
        }
    }

    /** One statement, so that no seat is counted twice. @return by subsection id, where anything is held, sold or blocked */
    Map<Integer, Line> of(UUID event) {
        var lines = new HashMap<Integer, Line>();
        jdbc.query("""
                select subsection_id,
                       coalesce(sum(cardinality(seats)) filter (where status = 1), 0) as held,
                       coalesce(sum(cardinality(seats)) filter (where status = 2), 0) as sold,
                       0 as blocked,
                       coalesce(sum(cardinality(seats) * price_minor) filter (where status = 1), 0) as held_minor,
                       coalesce(sum(cardinality(seats) * price_minor) filter (where status = 2), 0) as sold_minor,
                       coalesce(sum(cardinality(seats))
                           filter (where status = 1 and hold_until < now() + interval '1 minute'), 0) as ending
                  from reservation.booking where event_id = ? and status in (1, 2) group by subsection_id
                 union all
                select t.subsection_id, 0, 0, count(*), 0, 0, 0
                  from reservation.ticket t join reservation.subsection s on s.id = t.subsection_id
                 where s.event_id = ? and t.booking_id = ? group by t.subsection_id""", row -> {
            lines.merge(row.getInt("subsection_id"), new Line(row.getInt("held"), row.getInt("sold"),
                    row.getInt("blocked"), row.getLong("held_minor"), row.getLong("sold_minor"), row.getInt("ending")),
                    Line::plus);
        }, event, event, House.CLAIM);
        return lines;
    }
}
