package io.seatlog.ticketing.catalog;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Cancelled events whose bookings are not all ended yet, and what is left of them in the truth. Blocks. */
@Repository
class DueCancellations {
    /** How long nobody else takes what one instance works on; longer than one of its rounds. */
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final UUID FIRST = new UUID(0, 0);
    private final JdbcTemplate jdbc;
    private final Clock clock;

    DueCancellations(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Takes over events; two instances never get the same one at once. */
    List<UUID> take(int limit) {
        var now = Instant.now(clock);
        return jdbc.queryForList("""
                update ticketing.event set cancel_due = ?
                 where id in (select id from ticketing.event where cancel_due <= ?
                               order by cancel_due limit ? for update skip locked) returning id""", UUID.class,
                Timestamp.from(now.plus(LEASE)), Timestamp.from(now), limit);
    }

    /** @return false when somebody else has finished it */
    boolean keep(UUID event) {
        return jdbc.update("update ticketing.event set cancel_due = ? where id = ? and cancel_due is not null",
                Timestamp.from(Instant.now(clock).plus(LEASE)), event) == 1;
    }

    /** @return false when somebody else had finished it */
    boolean finish(UUID event) {
        return jdbc.update("update ticketing.event set cancel_due = null where id = ? and cancel_due is not null",
                event) == 1;
    }

    /** The subsections whose closing is not decided, as far as the truth tells. */
    List<Cancellation.Unclosed> unclosed(UUID event) {
        return jdbc.query("""
                select s.id, r.id is not null
                  from ticketing.subsection s left join reservation.subsection r on r.id = s.id
                 where s.event = ? and r.sale is distinct from 3 order by s.id""",
                (row, _) -> new Cancellation.Unclosed(row.getInt(1), row.getBoolean(2)), event);
    }

    /** Bookings that are held or confirmed, in the order of their ids. */
    List<Cancellation.Live> live(UUID event, @Nullable UUID after, int limit) {
        return jdbc.query("""
                select id, subsection_id from reservation.booking
                 where event_id = ? and status <> 5 and status in (1, 2) and id > ? order by id limit ?""",
                (row, _) -> new Cancellation.Live(row.getObject(1, UUID.class), row.getInt(2)), event,
                after == null ? FIRST : after, limit);
    }

    long countLive(UUID event) {
        return count("status <> 5 and status in (1, 2)", event);
    }

    /** Those that were ended because the event was cancelled, by whomever. */
    long countEnded(UUID event) {
        return count("status <> 5 and status = 3 and reason = 17", event);
    }

    private long count(String which, UUID event) {
        var count = jdbc.queryForObject("select count(*) from reservation.booking where event_id = ? and " + which,
                Long.class, event);
        return count == null ? 0 : count;
    }
}
