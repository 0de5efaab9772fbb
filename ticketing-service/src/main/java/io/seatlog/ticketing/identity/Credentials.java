package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a request brings: a bearer token in its header, or, where {@link Access} takes it, a stream pass in its cookie. A
 * token in the address is never taken, because addresses are logged. A cookie does nothing anywhere else, so a foreign
 * page can make nobody's browser book, pay or cancel.
 */
final class Credentials implements ServerAuthenticationConverter {
    private final ServerBearerTokenAuthenticationConverter bearer = new ServerBearerTokenAuthenticationConverter();

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        var request = exchange.getRequest();
        var sent = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (sent.size() > 1) {
            return Mono.error(malformed());
        }
        if (!sent.isEmpty()) {
            return bearer.convert(exchange).onErrorMap(OAuth2AuthenticationException.class, _ -> malformed());
        }
        var cookie = request.getCookies().getFirst(StreamPassController.COOKIE);
        return cookie != null
                && Access.rule(request.getMethod(), request.getPath().pathWithinApplication())
                        .filter(Access.Rule::takesPass).isPresent()
                                ? Mono.just(new PassAuthentication(cookie.getValue()))
                                : Mono.empty();
    }

    private static ProblemException malformed() {
        return ProblemException.of(ProblemType.TOKEN_INVALID, "Send Authorization: Bearer and the token, once.");
    }
}
