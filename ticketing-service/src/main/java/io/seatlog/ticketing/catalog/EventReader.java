package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Reads whole events, many in three queries: the prices of an event are never older than its version of the terms, and
 * with newer ones a newer version follows. An event is visible once all its subsections are open on the log.
 */
@Repository
class EventReader {
    private static final String EVENTS = """
            select id, version, organizer, name, description, venue, starts_at, on_sale_at, off_sale_at, currency,
                   max_tickets_per_booking, max_tickets_per_buyer, hold_seconds, draft, sale, cancelled,
                   terms_version, terms_sent
              from ticketing.event where id = any(?) and (visible or ?)""";
    private static final String SECTIONS = """
            select event, name, price_minor, seat_rows, seats_per_row
              from ticketing.section where event = any(?) order by event, position""";
    private static final String SUBSECTIONS = """
            select s.id, s.event, s.section, s.name, s.partition, c.seat_rows, c.seats_per_row
              from ticketing.subsection s join ticketing.section c on c.event = s.event and c.name = s.section
             where %s order by s.id""";
    private final JdbcTemplate jdbc;

    EventReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    record Changed(UUID id, long version) {}

    /** Every change of an event draws a new version from one sequence. */
    List<Changed> changedSince(long version) {
        return jdbc.query("select id, version from ticketing.event where version > ? order by version",
                (row, _) -> new Changed(row.getObject(1, UUID.class), row.getLong(2)), version);
    }

    long latestVersion() {
        var latest = jdbc.queryForObject("select coalesce(max(version), 0) from ticketing.event", Long.class);
        return latest == null ? 0 : latest;
    }

    Map<UUID, Event> byIds(Collection<? extends UUID> ids) {
        return read(ids, false);
    }

    /** The event, though it may not be visible yet. */
    @Nullable
    Event anyById(UUID id) {
        return anyByIds(List.of(id)).get(id);
    }

    /** The same for who runs it, else null. Whose it is is asked first: another's takes no longer than none. */
    @Nullable
    Event anyRunBy(Caller caller, UUID id) {
        var theirs = jdbc.queryForList("select id from ticketing.event where id = ? and (organizer = ? or ?)",
                UUID.class, id, caller.id(), caller.is(Role.OPERATOR));
        return theirs.isEmpty() ? null : anyById(id);
    }

    Map<UUID, Event> anyByIds(Collection<? extends UUID> ids) {
        return read(ids, true);
    }

    Map<Integer, Subsection> subsections(Collection<? extends Integer> ids) {
        var found = new HashMap<Integer, Subsection>();
        jdbc.query(SUBSECTIONS.formatted("s.id = any(?)"), row -> {
            var subsection = subsection(row);
            found.put(subsection.id(), subsection);
        }, (Object) ids.toArray(Integer[]::new));
        return found;
    }

    private Map<UUID, Event> read(Collection<? extends UUID> ids, boolean invisibleToo) {
        var keys = ids.toArray(UUID[]::new);
        var events = new HashMap<UUID, Event>();
        jdbc.query(EVENTS, row -> {
            var event = event(row);
            events.put(event.id(), event);
        }, keys, invisibleToo);
        jdbc.query(SECTIONS, row -> {
            var event = events.get(row.getObject(1, UUID.class));
            if (event != null) {
                event.sections().put(row.getString(2), new Section(row.getString(2), row.getLong(3),
                        new SeatingPlan(row.getInt(4), row.getInt(5)), new LinkedHashMap<>()));
            }
        }, (Object) keys);
        jdbc.query(SUBSECTIONS.formatted("s.event = any(?)"), row -> {
            var subsection = subsection(row);
            var event = events.get(subsection.eventId());
            var section = event == null ? null : event.sections().get(subsection.section());
            if (section != null) {
                section.subsections().put(subsection.name(), subsection);
            }
        }, (Object) keys);
        events.replaceAll((_, event) -> sealed(event));
        return events;
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(row.getObject("id", UUID.class), row.getLong("version"), row.getString("organizer"),
                row.getString("name"), row.getString("description"), row.getString("venue"), time(row, "starts_at"),
                time(row, "on_sale_at"), time(row, "off_sale_at"), row.getString("currency"),
                row.getInt("max_tickets_per_booking"), row.getInt("max_tickets_per_buyer"), row.getInt("hold_seconds"),
                row.getBoolean("draft"), Sale.ofCode(row.getInt("sale")), row.getBoolean("cancelled"),
                row.getInt("terms_version"), row.getInt("terms_sent"), new LinkedHashMap<>());
    }

    private static Subsection subsection(ResultSet row) throws SQLException {
        return new Subsection(row.getInt("id"), row.getObject("event", UUID.class), row.getString("section"),
                row.getString("name"), row.getInt("partition"),
                new SeatingPlan(row.getInt("seat_rows"), row.getInt("seats_per_row")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Shared between threads from here on. */
    private static Event sealed(Event event) {
        event.sections().replaceAll((_, section) -> new Section(section.name(), section.priceMinor(), section.plan(),
                Collections.unmodifiableSequencedMap(section.subsections())));
        return new Event(event.id(), event.version(), event.organizer(), event.name(), event.description(),
                event.venue(), event.startsAt(), event.onSaleAt(), event.offSaleAt(), event.currency(),
                event.maxTicketsPerBooking(), event.maxTicketsPerBuyer(), event.holdSeconds(), event.draft(),
                event.sale(), event.cancelled(), event.termsVersion(), event.termsSent(),
                Collections.unmodifiableSequencedMap(event.sections()));
    }
}
