package io.seatlog.ticketing.identity;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A stream pass that was not looked at yet. */
final class PassAuthentication extends AbstractAuthenticationToken {
    private final transient String text;

    PassAuthentication(String text) {
        super(List.of());
        this.text = text;
    }

    @Override
    public String getPrincipal() {
        return "";
    }

    @Override
    public String getCredentials() {
        return text;
    }
}
