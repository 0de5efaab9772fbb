package io.seatlog.ticketing.seatmap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.seatlog.ticketing.catalog.Subsection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which subsections are sold out beyond doubt: a header that says 0 free and the database's version, both read in the
 * same two seconds, agree. Only subsections that somebody asked for in the last minute are looked at, together, once a
 * second; an unknown one counts as not sold out, because then the log decides. Asking never blocks.
 */
class SoldOut {
    /** One pipeline of ten slices and one query a second. */
    static final int MAX_ASKED = 5_000;
    private static final Duration ASKED_FOR = Duration.ofMinutes(1);
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(2);
    private final KvrocksMaps store;
    private final PostgresMaps truth;
    private final SeenVersions seen;
    private final LongSupplier nanoTime;
    private final Cache<Subsection, Asked> asked = Caffeine.newBuilder().maximumSize(MAX_ASKED)
            .expireAfterAccess(ASKED_FOR).build();

    private static final class Asked {
        private volatile @Nullable Proof proof;
    }

    /** @param readAt when the reading of both began */
    private record Proof(long version, long readAt) {}

    SoldOut(KvrocksMaps store, PostgresMaps truth, SeenVersions seen, LongSupplier nanoTime) {
        this.store = store;
        this.truth = truth;
        this.seen = seen;
        this.nanoTime = nanoTime;
    }

    boolean isProven(Subsection subsection) {
        var proof = asked.get(subsection, s -> {
            seen.follow(List.of(s.id()));
            return new Asked();
        }).proof;
        return proof != null && nanoTime.getAsLong() - proof.readAt() < VALID_NANOS
                && seen.of(subsection.id()) <= proof.version();
    }

    /** One look at all that were asked for; a failure leaves the proofs to grow old. */
    void refresh() throws Exception {
        var subsections = List.copyOf(asked.asMap().keySet());
        long readAt = nanoTime.getAsLong();
        var headers = store.headers(subsections.stream().map(Subsection::id).toList());
        var empty = subsections.stream().filter(subsection -> {
            var header = headers.get(subsection.id());
            return header != null && header.free() == 0;
        }).toList();
        var counts = empty.isEmpty() ? Map.<Subsection, SeatCount>of() : truth.counts(empty);
        for (var subsection : subsections) {
            var entry = asked.asMap().get(subsection);
            var header = headers.get(subsection.id());
            var count = counts.get(subsection);
            if (entry != null) {
                entry.proof = header != null && count != null && count.free() == 0
                        && count.version() == header.version()
                                ? new Proof(count.version(), readAt)
                                : null;
            }
        }
    }
}
