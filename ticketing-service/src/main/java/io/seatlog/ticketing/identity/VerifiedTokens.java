package io.seatlog.ticketing.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.seatlog.ticketing.blocking.BlockingCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Remembers whom a token speaks of, because its signature costs more than the rest of accepting a booking. By the token's
 * hash, so that a heap dump holds no token; a bounded number; never beyond the token's end. Tokens that are not known are
 * verified by a few threads with a bounded queue: a flood of forged ones delays only who is new.
 */
final class VerifiedTokens {
    private final Cache<Hash, Caller> callers;
    private final TokenReader reader;
    private final BlockingCalls threads;
    private final Clock clock;

    VerifiedTokens(TokenReader reader, BlockingCalls threads, int most, Duration longest, Clock clock) {
        this.reader = reader;
        this.threads = threads;
        this.clock = clock;
        callers = Caffeine.newBuilder().maximumSize(most)
                .expireAfter(Expiry.<Hash, Caller>creating((_, caller) -> shorter(longest, caller))).build();
    }

    /** SHA-256. */
    record Hash(long a, long b, long c, long d) {
        static Hash of(String token) {
            try {
                var bytes = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                        .digest(token.getBytes(StandardCharsets.ISO_8859_1)));
                return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        }
    }

    Optional<Caller> known(Hash hash) {
        var known = callers.getIfPresent(hash);
        return known != null && clock.instant().isBefore(known.expiresAt()) ? Optional.of(known) : Optional.empty();
    }

    /** Fails as {@link TokenReader#read} does, or with 503 when too many wait to be verified. */
    Mono<Caller> verified(String token) {
        return threads.call(() -> reader.read(token)).doOnNext(caller -> callers.put(Hash.of(token), caller));
    }

    private Duration shorter(Duration longest, Caller caller) {
        var left = Duration.between(clock.instant(), caller.expiresAt());
        return left.compareTo(longest) < 0 ? left : longest;
    }
}
