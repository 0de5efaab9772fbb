package io.seatlog.ticketing.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import reactor.core.publisher.Mono;

/**
 * Passes that were given back before their time. Known here at once, and everywhere within about a second; while the
 * database cannot be read an instance does not hear of what was revoked at another. Asked on event loops.
 */
final class RevokedPasses implements AutoCloseable {
    private static final Duration READ_EVERY = Duration.ofSeconds(1);
    /** Longer than a row can take from its time to its commit. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);
    private static final int PURGE_EVERY = 60;
    /** Of the last hours' sign-outs; some 100 bytes each. */
    private static final int MOST_KNOWN = 200_000;
    private final JdbcTemplate jdbc;
    private final BlockingCalls postgres;
    private final Clock clock;
    private final Cache<UUID, Instant> known;
    private final Loop loop;
    private Instant readUpTo = Instant.EPOCH;
    private int reads;

    RevokedPasses(JdbcTemplate jdbc, BlockingCalls postgres, Clock clock) {
        this.jdbc = jdbc;
        this.postgres = postgres;
        this.clock = clock;
        known = Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfter(
                Expiry.<UUID, Instant>creating((_, until) -> Duration.between(clock.instant(), until))).build();
        loop = Loop.start("revoked-passes", READ_EVERY, this::read);
    }

    boolean contains(StreamPass pass) {
        return known.getIfPresent(pass.id()) != null;
    }

    /** @param until when it would have ended by itself */
    Mono<Void> revoke(StreamPass pass, Instant until) {
        known.put(pass.id(), until);
        return postgres.call(() -> jdbc.update("""
                insert into ticketing.revoked_pass (id, revoked_at, until) values (?, clock_timestamp(), ?)
                on conflict (id) do nothing""", pass.id(), Timestamp.from(until))).then();
    }

    private void read() {
        var latest = readUpTo;
        for (var row : jdbc.query("select id, revoked_at, until from ticketing.revoked_pass where revoked_at >= ?",
                (found, _) -> new Row(found.getObject(1, UUID.class), found.getTimestamp(2).toInstant(),
                        found.getTimestamp(3).toInstant()),
                Timestamp.from(readUpTo.equals(Instant.EPOCH) ? readUpTo : readUpTo.minus(OVERLAP)))) {
            if (clock.instant().isBefore(row.until())) {
                known.put(row.id(), row.until());
            }
            latest = row.revokedAt().isAfter(latest) ? row.revokedAt() : latest;
        }
        readUpTo = latest;
        if (reads++ % PURGE_EVERY == 0) {
            jdbc.update("delete from ticketing.revoked_pass where until < now() - interval '1 minute'");
        }
    }

    private record Row(UUID id, Instant revokedAt, Instant until) {}

    @Override
    public void close() {
        loop.close();
    }
}
