package io.seatlog.signin;

import java.net.URI;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** The two clients: the web page, which cannot keep a secret, and the tools, which can. */
final class Clients {
    static final String PAGE = "seatlog-page";
    static final String TOOLS = "seatlog-tools";

    private Clients() {}

    static RegisteredClientRepository of(SignInProperties properties, PasswordEncoder secrets) {
        var tokens = TokenSettings.builder().accessTokenTimeToLive(properties.tokenLifetime()).build();
        return new InMemoryRegisteredClientRepository(page(properties.page(), tokens),
                tools(properties.tools(), tokens, secrets));
    }

    private static RegisteredClient page(SignInProperties.Page page, TokenSettings tokens) {
        return RegisteredClient.withId(PAGE).clientId(PAGE)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> page.redirectUris().stream().map(URI::toString).forEach(uris::add))
                .postLogoutRedirectUris(
                        uris -> page.postLogoutRedirectUris().stream().map(URI::toString).forEach(uris::add))
                .scope(OidcScopes.OPENID).scope(OidcScopes.PROFILE)
                .clientSettings(
                        ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(false).build())
                .tokenSettings(tokens).build();
    }

    private static RegisteredClient tools(SignInProperties.Tools tools, TokenSettings tokens, PasswordEncoder secrets) {
        return RegisteredClient.withId(TOOLS).clientId(TOOLS).clientSecret(secrets.encode(tools.secret()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).tokenSettings(tokens).build();
    }
}
