package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.wire.Partitioning;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Writes events. Blocks. */
@Repository
class EventStore {
    /** How long whoever created or changed an event is left alone with sending its terms. */
    static final Duration OWN_TIME = Duration.ofSeconds(30);
    private final JdbcAggregateOperations aggregates;
    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    EventStore(JdbcAggregateOperations aggregates, JdbcTemplate jdbc, TransactionOperations transactions,
            Clock clock) {
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param contentHash of the request that created it */
    record Existing(UUID id, UUID contentHash, boolean visible) {}

    /**
     * Writes an event that is invisible until the log has acknowledged its terms.
     *
     * @param partitions of the log
     * @return its id, or what the organizer's idempotency key has already made
     */
    Existing create(String organizer, NewEvent event, @Nullable String idempotencyKey, UUID contentHash,
            int partitions) {
        var made = idempotencyKey == null ? null : byKey(organizer, idempotencyKey);
        if (made != null) {
            return made;
        }
        var id = Uuid7.next();
        var now = Instant.now(clock);
        try {
            transactions.executeWithoutResult(_ -> {
                aggregates.insert(EventRow.of(id, organizer, event, idempotencyKey, contentHash, now,
                        now.plus(OWN_TIME)));
                insertSubsections(id, event.sections(), partitions);
            });
        } catch (DuplicateKeyException twin) {
            var theirs = idempotencyKey == null ? null : byKey(organizer, idempotencyKey);
            if (theirs == null) {
                throw twin;
            }
            return theirs;
        }
        return new Existing(id, contentHash, false);
    }

    private void insertSubsections(UUID event, List<NewEvent.Part> sections, int partitions) {
        var sectionNames = new ArrayList<String>();
        var names = new ArrayList<String>();
        var chosen = new ArrayList<Integer>();
        for (var section : sections) {
            for (int number = 1; number <= section.subsections(); number++) {
                sectionNames.add(section.name());
                names.add(Integer.toString(number));
                chosen.add(Partitioning.choose(event, chosen.size(), partitions));
            }
        }
        jdbc.update("""
                insert into ticketing.subsection (event, section, name, partition)
                select ?, * from unnest(?::text[], ?::text[], ?::smallint[])""", event,
                sectionNames.toArray(String[]::new), names.toArray(String[]::new), chosen.toArray(Integer[]::new));
    }

    private @Nullable Existing byKey(String organizer, String idempotencyKey) {
        return jdbc.query("""
                select id, content_hash, visible from ticketing.event where organizer = ? and idempotency_key = ?""",
                (row, _) -> new Existing(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                        row.getBoolean(3)),
                organizer, idempotencyKey).stream().findFirst().orElse(null);
    }

    /** The log has acknowledged these terms for every subsection: the event is visible from here on. */
    void termsSent(UUID event, int termsVersion) {
        jdbc.update("""
                update ticketing.event set terms_sent = ?, version = nextval('ticketing.event_version')
                 where id = ? and terms_sent < ?""", termsVersion, event, termsVersion);
    }

    /** Takes over events whose terms nobody seems to be sending; two instances never get the same one at once. */
    List<UUID> takeUnsent(int limit) {
        return jdbc.queryForList(
                """
                        update ticketing.event set send_due = ?
                         where id in (select id from ticketing.event where terms_sent < terms_version and not draft and send_due <= ?
                                       order by send_due limit ? for update skip locked) returning id""",
                UUID.class,
                Timestamp.from(Instant.now(clock).plus(OWN_TIME)),
                Timestamp.from(Instant.now(clock)), limit);
    }

    /** Visible events, newest first; {@code words} is looked for in name and venue. */
    List<UUID> list(@Nullable String words, @Nullable UUID after, int limit) {
        return list("visible", new ArrayList<>(), words, after, limit);
    }

    /** All events of an organizer, newest first. */
    List<UUID> listOf(String organizer, @Nullable String words, @Nullable UUID after, int limit) {
        return list("organizer = ?", new ArrayList<>(List.of(organizer)), words, after, limit);
    }

    /** All events of everybody, newest first. */
    List<UUID> listAll(@Nullable String words, @Nullable UUID after, int limit) {
        return list("true", new ArrayList<>(), words, after, limit);
    }

    private List<UUID> list(String which, List<Object> values, @Nullable String words, @Nullable UUID after,
            int limit) {
        var sql = new StringBuilder("select id from ticketing.event where ").append(which);
        if (words != null) {
            sql.append(" and (name ilike ? or venue ilike ?)");
            var pattern = "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%";
            values.add(pattern);
            values.add(pattern);
        }
        if (after != null) {
            sql.append(" and id < ?");
            values.add(after);
        }
        sql.append(" order by id desc limit ?");
        values.add(limit);
        return jdbc.queryForList(sql.toString(), UUID.class, values.toArray());
    }
}
