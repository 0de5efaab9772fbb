package io.seatlog.signin;

import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;

/** The discovery document without what Spring could do and none of our two clients may. */
final class Metadata {
    private static final List<String> NOT_OFFERED = List.of("introspection_", "revocation_", "tls_", "dpop_");

    private Metadata() {}

    static void reduce(Map<String, Object> document) {
        document.keySet().removeIf(name -> NOT_OFFERED.stream().anyMatch(name::startsWith));
        document.put("grant_types_supported", List.of(AuthorizationGrantType.AUTHORIZATION_CODE.getValue(),
                AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()));
        document.put("token_endpoint_auth_methods_supported",
                List.of(ClientAuthenticationMethod.NONE.getValue(),
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue()));
        document.put("scopes_supported", List.of(OidcScopes.OPENID, OidcScopes.PROFILE));
    }
}
