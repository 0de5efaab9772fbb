package io.seatlog.ticketing.identity;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A verified caller, as Spring Security carries it through a request. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /** What proved it is forgotten. */
    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return caller.id();
    }
}
