package io.seatlog.ticketing.sales;

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
    record Line(int held, int sold, long heldMinor, long soldMinor, int endingWithinMinute) {
        static final Line NONE = new Line(0, 0, 0, 0, 0);
    }

    /** @return by subsection id, where anything is held or sold */
    Map<Integer, Line> of(UUID event) {
        var lines = new HashMap<Integer, Line>();
        jdbc.query("""
                select subsection_id,
                       coalesce(sum(cardinality(seats)) filter (where status = 1), 0) as held,
                       coalesce(sum(cardinality(seats)) filter (where status = 2), 0) as sold,
                       coalesce(sum(cardinality(seats) * price_minor) filter (where status = 1), 0) as held_minor,
                       coalesce(sum(cardinality(seats) * price_minor) filter (where status = 2), 0) as sold_minor,
                       coalesce(sum(cardinality(seats))
                           filter (where status = 1 and hold_until < now() + interval '1 minute'), 0) as ending
                  from reservation.booking where event_id = ? and status in (1, 2) group by subsection_id""", row -> {
            lines.put(row.getInt("subsection_id"), new Line(row.getInt("held"), row.getInt("sold"),
                    row.getLong("held_minor"), row.getLong("sold_minor"), row.getInt("ending")));
        }, event);
        return lines;
    }
}
