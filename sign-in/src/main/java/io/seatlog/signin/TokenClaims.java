package io.seatlog.signin;

import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** What the tokens say beside what every token says. */
final class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private static final String ROLES = "roles";
    private static final String NAME = "name";
    private final String audience;

    TokenClaims(String audience) {
        this.audience = audience;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        var claims = context.getClaims();
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            claims.audience(List.of(audience));
            if (context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken grant) {
                var wanted = ToolsRequest.of(grant.getAdditionalParameters());
                claims.subject(wanted.subject()).claim(ROLES, Role.claims(wanted.roles()));
            } else {
                var account = account(context);
                claims.claim(ROLES, account.roles()).claim(NAME, account.displayName());
            }
        } else if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
            claims.claim(NAME, account(context).displayName());
        }
    }

    private static SignedIn account(JwtEncodingContext context) {
        Authentication signedIn = context.getPrincipal();
        if (signedIn != null && signedIn.getPrincipal() instanceof SignedIn account) {
            return account;
        }
        throw new IllegalStateException("A token for somebody who did not sign in: " + signedIn);
    }
}
