package io.seatlog.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Sign-outs that are refused. One refusal is none: after a restart nobody is signed in here any more and no ID token is
 * known, while pages still hold theirs. Then there is nothing left to end, and the page gets its visitor back.
 */
final class ForgottenLogout implements AuthenticationFailureHandler {
    private static final String POST_LOGOUT_REDIRECT_URI = "post_logout_redirect_uri";
    private final Set<String> registered;

    ForgottenLogout(List<URI> registered) {
        this.registered = registered.stream().map(URI::toString).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException refusal) throws IOException {
        var target = request.getParameter(POST_LOGOUT_REDIRECT_URI);
        if (target != null && registered.contains(target) && isNobodySignedIn()) {
            response.sendRedirect(target);
        } else {
            var why = refusal instanceof OAuth2AuthenticationException told ? told.getError().toString() : "";
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, why);
        }
    }

    private static boolean isNobodySignedIn() {
        var current = SecurityContextHolder.getContext().getAuthentication();
        return current == null || current instanceof AnonymousAuthenticationToken;
    }
}
