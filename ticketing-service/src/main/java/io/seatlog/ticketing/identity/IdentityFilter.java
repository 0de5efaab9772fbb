package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds out who makes a request and asks {@link Access} whether they may. It brings a bearer token in its header, or, where
 * the table takes it, a stream pass in its cookie. A token in the address is never taken, because addresses are logged. A
 * cookie does nothing anywhere else, so a foreign page can make nobody's browser book, pay or cancel. A token that is known
 * costs a hash and a look-up, and no operator of Reactor.
 */
final class IdentityFilter implements WebFilter {
    /** Before what shares the instance out among callers. */
    static final int ORDER = -100;
    private static final Logger LOG = LoggerFactory.getLogger(IdentityFilter.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private final KnownCallers callers;
    private final VerifiedTokens tokens;
    private final StreamPasses passes;

    IdentityFilter(KnownCallers callers, VerifiedTokens tokens, StreamPasses passes) {
        this.callers = callers;
        this.tokens = tokens;
        this.passes = passes;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var rule = Access.rule(request.getMethod(), request.getPath().pathWithinApplication());
        var known = callers.of(exchange);
        if (known.isPresent()) {
            return admit(exchange, chain, rule, known.get());
        }
        var sent = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (sent.isEmpty()) {
            return rule.isPresent() && rule.get().takesPass() && pass(request) instanceof String text
                    ? byPass(exchange, chain, rule.get(), text)
                    : byNobody(exchange, chain, rule);
        }
        if (sent.size() > 1) {
            return Mono.error(malformed());
        }
        var token = KnownCallers.token(sent.getFirst());
        if (token == null) {
            return byNobody(exchange, chain, rule);
        }
        return token.isEmpty()
                ? Mono.error(malformed())
                : tokens.verified(token).onErrorMap(JwtException.class, IdentityFilter::problem)
                        .flatMap(caller -> admit(exchange, chain, rule, caller));
    }

    private Mono<Void> byPass(ServerWebExchange exchange, WebFilterChain chain, Access.Rule rule, String text) {
        var caller = passes.open(text);
        return caller.isPresent()
                ? admit(exchange, chain, Optional.of(rule), caller.get())
                : Mono.error(ProblemException.of(ProblemType.TOKEN_INVALID,
                        "The stream pass is over, or was given back: ask for a new one."));
    }

    private static Mono<Void> byNobody(ServerWebExchange exchange, WebFilterChain chain, Optional<Access.Rule> rule) {
        return rule.isEmpty() || rule.get().isPublic()
                ? chain.filter(exchange)
                : Mono.error(ProblemException.of(ProblemType.IDENTITY_REQUIRED,
                        "Send Authorization: Bearer and a token of the issuer that /api/sign-in names."));
    }

    /** Leaves word of who it is for the controllers. */
    private static Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain, Optional<Access.Rule> rule,
            Caller caller) {
        if (rule.isPresent() && !rule.get().isPublic() && !rule.get().admits(caller)) {
            return Mono.error(Caller.roleRequired(rule.get().roles()));
        }
        exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
        return chain.filter(exchange);
    }

    private static @Nullable String pass(ServerHttpRequest request) {
        var cookie = request.getCookies().getFirst(IdentityController.COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    private static ProblemException malformed() {
        return ProblemException.of(ProblemType.TOKEN_INVALID, "Send Authorization: Bearer and the token, once.");
    }

    /** Why a token is refused is told to whoever has it; what was in it is not repeated. */
    private static ProblemException problem(JwtException refused) {
        if (refused instanceof BadJwtException) {
            return ProblemException.of(ProblemType.TOKEN_INVALID,
                    "The token has expired, or is not one of the configured issuer for this API. Sign in again.");
        }
        LOG.warn("Tokens cannot be verified: {}", refused.getMessage());
        return ProblemException.of(ProblemType.IDENTITY_UNAVAILABLE, "The issuer's keys cannot be had at the moment.")
                .retryAfter(RETRY_AFTER);
    }
}
