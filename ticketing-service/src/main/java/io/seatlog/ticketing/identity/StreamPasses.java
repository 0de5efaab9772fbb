package io.seatlog.ticketing.identity;

import io.seatlog.kernel.id.BuyerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Passes as text, sealed: {@code u8 form, u8 roles, i64 expiry in epoch seconds, 16 bytes id, caller}. A pass is what its
 * token was, for a while: it is never valid for longer than that token, and opens streams only. Safe on any thread.
 */
public final class StreamPasses {
    private static final byte FORM = 2;
    private static final int FIXED_BYTES = 26;
    private static final int MAX_BYTES = FIXED_BYTES + 64;
    private final Seal seal;
    private final RevokedPasses revoked;
    private final Duration lifetime;
    private final Clock clock;

    StreamPasses(Seal seal, RevokedPasses revoked, Duration lifetime, Clock clock) {
        this.seal = seal;
        this.revoked = revoked;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** @param expiresAt in whole seconds */
    record Issued(String text, Instant expiresAt) {}

    Issued issue(Caller caller) {
        long latest = clock.instant().plus(lifetime).getEpochSecond();
        long expiry = Math.min(latest, caller.expiresAt().getEpochSecond());
        var id = UUID.randomUUID();
        var name = caller.id().getBytes(StandardCharsets.US_ASCII);
        var content = Seal.room(FIXED_BYTES + name.length).put(FORM).put(bits(caller.roles()))
                .putLong(expiry).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).put(name);
        return new Issued(seal.seal(content), Instant.ofEpochSecond(expiry));
    }

    /** @return empty when it is not ours, over, or revoked */
    Optional<Caller> open(String text) {
        return seal.open(text, FORM, MAX_BYTES).filter(content -> content.remaining() >= FIXED_BYTES)
                .flatMap(StreamPasses::parse).filter(caller -> !isOver(caller));
    }

    /** Whether what admitted this caller has ended by now, or was given back. */
    public boolean isOver(Caller caller) {
        return !clock.instant().isBefore(caller.expiresAt())
                || caller.pass() != null && revoked.contains(caller.pass());
    }

    private static Optional<Caller> parse(ByteBuffer in) {
        var roles = roles(in.get());
        var expiry = Instant.ofEpochSecond(in.getLong());
        var pass = new StreamPass(new UUID(in.getLong(), in.getLong()));
        var name = StandardCharsets.US_ASCII.decode(in).toString();
        return BuyerId.isValid(name) ? Optional.of(new Caller(name, roles, expiry, pass)) : Optional.empty();
    }

    private static byte bits(Set<Role> roles) {
        return (byte) roles.stream().mapToInt(role -> 1 << role.ordinal()).sum();
    }

    private static Set<Role> roles(byte bits) {
        var roles = EnumSet.noneOf(Role.class);
        for (var role : Role.values()) {
            if ((bits & 1 << role.ordinal()) != 0) {
                roles.add(role);
            }
        }
        return roles;
    }
}
