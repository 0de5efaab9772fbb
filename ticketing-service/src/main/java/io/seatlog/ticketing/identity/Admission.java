package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.util.Locale;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import reactor.core.publisher.Mono;

/** Asks {@link Access} whether the caller may, and leaves word of who it is for the controllers. */
final class Admission implements ReactiveAuthorizationManager<AuthorizationContext> {
    private static final Mono<AuthorizationResult> GRANTED = Mono.just(new AuthorizationDecision(true));

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        var request = context.getExchange().getRequest();
        var rule = Access.rule(request.getMethod(), request.getPath().pathWithinApplication());
        return authentication.ofType(CallerAuthentication.class).flatMap(known -> {
            var caller = known.getPrincipal();
            context.getExchange().getAttributes().put(Caller.ATTRIBUTE, caller);
            return rule.isEmpty() || rule.get().isPublic() || rule.get().admits(caller)
                    ? GRANTED
                    : Mono.error(roleRequired(rule.get()));
        }).switchIfEmpty(Mono.defer(() -> rule.isEmpty() || rule.get().isPublic()
                ? GRANTED
                : Mono.error(ProblemException.of(ProblemType.IDENTITY_REQUIRED,
                        "Send Authorization: Bearer and a token of the issuer that /api/sign-in names."))));
    }

    private static ProblemException roleRequired(Access.Rule rule) {
        var roles = rule.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).sorted().toList();
        return ProblemException.of(ProblemType.ROLE_REQUIRED, "This call needs a token with the role "
                + String.join(" or ", roles) + ".").with("roles", roles);
    }
}
