package io.seatlog.ticketing.log;

import io.seatlog.kernel.id.Version;
import io.seatlog.ticketing.blocking.Loop;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How far each partition is decided, as PostgreSQL says: read four times a second by a thread of its own, asked on
 * event loops. What is older than two seconds is not known.
 */
@Component
public final class Positions implements AutoCloseable {
    private final JdbcTemplate jdbc;
    private final Loop loop;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), 0, false);

    Positions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        loop = Loop.start("positions", Freshness.READ_EVERY, this::read);
    }

    private record Snapshot(Map<Integer, Position> positions, long readAtNanos, boolean known) {
        Freshness freshness() {
            return known ? Freshness.since(readAtNanos) : Freshness.UNKNOWN;
        }
    }

    /** Requests ahead of the one at this offset; empty when not known, or when that log was replaced. */
    public OptionalLong ahead(int partition, int generation, long offset) {
        var position = fresh(partition);
        return position == null || position.generation() != generation
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, offset - position.nextOffset()));
    }

    /** Whether the log that held a command was replaced: without a row by now it never gets one. */
    public boolean hasEnded(int partition, int generation) {
        var position = snapshot.positions().get(partition);
        return position != null && position.isAfter(generation);
    }

    /**
     * By partition, as of the last reading: an outcome with a lower version was committed before it, so whatever is read
     * from the database from now on covers it. {@link Version#NONE} for a partition not heard of.
     */
    public IntToLongFunction decided() {
        var positions = snapshot.positions();
        return partition -> {
            var position = positions.get(partition);
            return position == null ? Version.NONE : Version.of(position.generation(), position.nextOffset());
        };
    }

    /** Partitions that some owner has opened at least once. */
    public int count() {
        return snapshot.positions().size();
    }

    Freshness freshness() {
        return snapshot.freshness();
    }

    @Nullable
    Position fresh(int partition) {
        var now = snapshot;
        return now.freshness() == Freshness.FRESH ? now.positions().get(partition) : null;
    }

    private void read() {
        long startedAt = System.nanoTime();
        var positions = new HashMap<Integer, Position>();
        jdbc.query("select partition, topic_id, generation, next_offset from reservation.partition_progress",
                row -> {
                    positions.put(row.getInt(1),
                            new Position(row.getObject(2, UUID.class), row.getInt(3), row.getLong(4)));
                });
        snapshot = new Snapshot(Map.copyOf(positions), startedAt, true);
    }

    @Override
    public void close() {
        loop.close();
    }
}
