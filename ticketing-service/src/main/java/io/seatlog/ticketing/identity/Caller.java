package io.seatlog.ticketing.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a verified token or stream pass says.
 *
 * @param id opaque and the same for ever, see {@link Pseudonyms}
 * @param expiresAt when what said so ends, and everything with it that is still open
 * @param pass by which the caller came, null for a token
 */
public record Caller(String id, Set<Role> roles, Instant expiresAt, @Nullable StreamPass pass) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
