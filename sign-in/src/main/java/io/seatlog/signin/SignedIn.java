package io.seatlog.signin;

import java.util.List;
import org.springframework.security.core.AuthenticatedPrincipal;

/** An account after its password was right: what its tokens say. */
record SignedIn(String name, String displayName, List<String> roles) implements AuthenticatedPrincipal {

    @Override
    public String getName() {
        return name;
    }
}
