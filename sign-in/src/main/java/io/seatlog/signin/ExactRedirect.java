package io.seatlog.signin;

import java.util.function.Consumer;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Compares redirect addresses character by character, on 127.0.0.1, too, where Spring would take any port as RFC 8252
 * wants it for native applications: our pages have fixed ports, and other programs listen on the others.
 */
final class ExactRedirect implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        var wanted = request.getRedirectUri();
        if (wanted == null || !context.getRegisteredClient().getRedirectUris().contains(wanted)) {
            var error = new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST,
                    "redirect_uri must be one of seatlog.sign-in.page.redirect-uris", null);
            // Without the request: an answer must not be sent to an address that is not registered.
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(error, null);
        }
    }
}
