package io.seatlog.reservation.erasure;

import io.seatlog.kernel.id.SubsectionKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rows that name a buyer. Every statement is a transaction of its own that changes at most {@link #BATCH} rows, and
 * changes nothing the second time: so it can end anywhere and begin again.
 */
public final class ErasureRows {
    static final int BATCH = 1_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private final Statements statements;

    /** @param dataSource connections that commit by themselves, to the primary */
    public ErasureRows(DataSource dataSource) {
        statements = new Statements(dataSource);
    }

    /** How far a partition is decided. */
    record Position(UUID topicId, long nextOffset) {}

    /** A booking that is not over. @param until the end of the hold, or of the sale */
    record Live(UUID id, boolean held, Instant until) {}

    /** What a table that counts by version calls a row. */
    private record Place(int partition, long version) {}

    /** A row of a window. @param number of it there; the last of a full one is followed by another window */
    private record Seen<K>(K key, boolean theirs, long number) {}

    Map<Integer, Position> positions() {
        var positions = new HashMap<Integer, Position>();
        statements.query(ErasureSql.POSITIONS, _ -> {}, row -> positions.put(row.getInt("partition"),
                new Position(row.getObject("topic_id", UUID.class), row.getLong("next_offset"))));
        return positions;
    }

    List<Live> live(String buyer) {
        return statements.query(ErasureSql.LIVE_BOOKINGS, select -> select.setString(1, buyer), row -> {
            boolean held = row.getInt("status") == 1;
            return new Live(row.getObject("id", UUID.class), held,
                    row.getObject(held ? "hold_until" : "off_sale_at", OffsetDateTime.class).toInstant());
        });
    }

    /** Partitions whose stored outcomes name the buyer, each with one of its subsections. */
    List<Decisions.Place> storedOutcomesOf(String buyer) {
        return statements.query(ErasureSql.STORED_OUTCOMES, select -> select.setBytes(1, ascii(buyer)),
                row -> new Decisions.Place(row.getInt("partition"), row.getInt("id"), new SubsectionKey(
                        row.getObject("event_id", UUID.class), row.getString("section"), row.getString("subsection"))));
    }

    /** @return how many counts were moved */
    int tickets(Names names) {
        return statements.update(ErasureSql.TICKETS, update -> {
            update.setString(1, names.buyer());
            update.setString(2, names.buyer());
            update.setString(3, names.replacement());
            update.setString(4, names.replacement());
        });
    }

    int bookings(Names names) {
        return walk(BEFORE_ALL, from -> statements.query(ErasureSql.BOOKINGS_WINDOW, select -> {
            select.setString(1, names.buyer());
            select.setObject(2, from);
        }, row -> seen(row, row.getObject("id", UUID.class))), ids -> bookings(names, ids));
    }

    private int bookings(Names names, List<UUID> ids) {
        return statements.update(ErasureSql.BOOKINGS, update -> {
            update.setArray(1, update.getConnection().createArrayOf("uuid", ids.toArray()));
            update.setString(2, names.buyer());
            update.setString(3, names.replacement());
        });
    }

    int refusals(Names names) {
        return walk(new Place(-1, 0), from -> statements.query(ErasureSql.REFUSALS_WINDOW, select -> {
            select.setString(1, names.buyer());
            select.setInt(2, from.partition());
            select.setLong(3, from.version());
        }, row -> seen(row, place(row))), places -> refusals(names, places));
    }

    private int refusals(Names names, List<Place> places) {
        return statements.update(ErasureSql.REFUSALS, update -> {
            update.setString(1, names.replacement());
            update.setString(2, names.buyer());
            update.setArray(3, update.getConnection().createArrayOf("int2",
                    places.stream().map(place -> (short) place.partition()).toArray()));
            update.setArray(4, update.getConnection().createArrayOf("int8",
                    places.stream().map(Place::version).toArray()));
        });
    }

    /** The id is replaced where it stands in the message: it keeps its length, so the message keeps its form. */
    int deadLetters(Names names) {
        int changed = 0;
        List<DeadLetter> found;
        do {
            found = statements.query(ErasureSql.DEAD_LETTERS, select -> {
                select.setBytes(1, ascii(names.buyer()));
                select.setString(2, names.buyer());
                select.setInt(3, BATCH);
            }, row -> new DeadLetter(place(row), row.getString("reason"), row.getBytes("value")));
            for (var each : found) {
                changed += statements.update(ErasureSql.DEAD_LETTER, update -> {
                    update.setString(1, each.reason().replace(names.buyer(), names.replacement()));
                    update.setBytes(2, replaced(each.value(), names));
                    update.setInt(3, each.place().partition());
                    update.setLong(4, each.place().version());
                });
            }
        } while (!found.isEmpty());
        return changed;
    }

    private record DeadLetter(Place place, String reason, byte @Nullable [] value) {}

    /** Text of one byte a character, so that whatever else is in the message comes back as it was. */
    private static byte @Nullable [] replaced(byte @Nullable [] value, Names names) {
        return value == null
                ? null
                : new String(value, StandardCharsets.ISO_8859_1).replace(names.buyer(), names.replacement())
                        .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static <K> int walk(K beforeAll, Function<K, List<Seen<K>>> window, ToIntFunction<List<K>> change) {
        int changed = 0;
        var seen = window.apply(beforeAll);
        while (!seen.isEmpty()) {
            var theirs = seen.stream().filter(Seen::theirs).map(Seen::key).toList();
            for (int i = 0; i < theirs.size(); i += BATCH) {
                changed += change.applyAsInt(theirs.subList(i, Math.min(i + BATCH, theirs.size())));
            }
            var last = seen.getLast();
            seen = last.number() == ErasureSql.WINDOW ? window.apply(last.key()) : List.of();
        }
        return changed;
    }

    private static <K> Seen<K> seen(ResultSet row, K key) throws SQLException {
        return new Seen<>(key, row.getBoolean("theirs"), row.getLong("n"));
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getInt("partition"), row.getLong("version"));
    }

    private static byte[] ascii(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }
}
