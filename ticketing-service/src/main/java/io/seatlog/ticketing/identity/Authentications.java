package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import reactor.core.publisher.Mono;

/** Turns what a request brought, a token or a pass, into its caller, or into the problem that it has. */
final class Authentications implements ReactiveAuthenticationManager {
    private static final Logger LOG = LoggerFactory.getLogger(Authentications.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private final VerifiedTokens tokens;
    private final StreamPasses passes;

    Authentications(VerifiedTokens tokens, StreamPasses passes) {
        this.tokens = tokens;
        this.passes = passes;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication brought) {
        return switch (brought) {
            case BearerTokenAuthenticationToken bearer -> tokens.caller(bearer.getToken())
                    .onErrorMap(JwtException.class, Authentications::problem).map(CallerAuthentication::new);
            case PassAuthentication pass -> Mono.justOrEmpty(passes.open(pass.getCredentials()))
                    .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.TOKEN_INVALID,
                            "The stream pass is over, or was given back: ask for a new one.")))
                    .map(CallerAuthentication::new);
            default -> Mono.error(new IllegalStateException("not for us: " + brought.getClass()));
        };
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
