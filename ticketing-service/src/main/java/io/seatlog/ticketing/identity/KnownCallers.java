package io.seatlog.ticketing.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Who is asking, of those whose token was verified before: a hash and a look-up, looked up once a request. */
public final class KnownCallers {
    private static final String ATTRIBUTE = KnownCallers.class.getName();
    private static final String SCHEME = "Bearer ";
    private final VerifiedTokens tokens;

    KnownCallers(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    /** Says nothing of what they may. */
    public Optional<Caller> of(ServerWebExchange exchange) {
        if (exchange.getAttribute(ATTRIBUTE) instanceof Caller before) {
            return Optional.of(before);
        }
        var sent = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        var token = sent.size() == 1 ? token(sent.getFirst()) : null;
        var caller = token == null ? Optional.<Caller>empty() : tokens.known(VerifiedTokens.Hash.of(token));
        caller.ifPresent(known -> exchange.getAttributes().put(ATTRIBUTE, known));
        return caller;
    }

    /** @return null when this is another way to say who one is */
    static @Nullable String token(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
