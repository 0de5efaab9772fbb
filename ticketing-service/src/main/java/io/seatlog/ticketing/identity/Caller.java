package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who asks, as a verified token or stream pass says.
 *
 * @param id opaque and the same for ever, see {@link Pseudonyms}
 * @param expiresAt when what said so ends, and everything with it that is still open
 * @param pass by which the caller came, null for a token
 */
public record Caller(String id, Set<Role> roles, Instant expiresAt, @Nullable StreamPass pass) {
    static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Who makes this request, once it was admitted; empty for nobody in particular. */
    public static Optional<Caller> of(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** For what is not everybody's on a route that is. @throws ProblemException 403, as for a route that is not */
    public void requireAnyOf(Role... wanted) {
        if (Arrays.stream(wanted).noneMatch(this::is)) {
            throw roleRequired(Set.of(wanted));
        }
    }

    static ProblemException roleRequired(Set<Role> wanted) {
        var names = wanted.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).sorted().toList();
        return ProblemException.of(ProblemType.ROLE_REQUIRED, "This call needs a token with the role "
                + String.join(" or ", names) + ".").with("roles", names);
    }
}
