package io.seatlog.signin;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.time.Clock;
import org.apache.catalina.session.ManagerBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.session.HttpSessionEventPublisher;

@Configuration(proxyBeanMethods = false)
class SignInConfiguration {
    /** Of people who signed in; nobody else gets one. A few KB each. */
    private static final int MAX_SESSIONS = 5_000;

    @Bean
    AuthorizationServerSettings authorizationServerSettings(SignInProperties properties) {
        return AuthorizationServerSettings.builder().issuer(properties.issuer().toString()).build();
    }

    @Bean
    JWKSource<SecurityContext> signingKey(SignInProperties properties) {
        return new ImmutableJWKSet<>(new JWKSet(SigningKey.of(properties.keyFile())));
    }

    @Bean
    PasswordEncoder digests() {
        return new Digests();
    }

    @Bean
    RegisteredClientRepository clients(SignInProperties properties, PasswordEncoder digests) {
        return Clients.of(properties, digests);
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
        return new RecentAuthorizations();
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> tokenClaims(SignInProperties properties) {
        return new TokenClaims(properties.audience());
    }

    @Bean
    Accounts accounts(SignInProperties properties, PasswordEncoder digests) {
        return new Accounts(properties.accounts(), digests, Clock.systemUTC());
    }

    /** Which sessions there are, so that an ID token can name its own. */
    @Bean
    SessionRegistry sessions() {
        return new SessionRegistryImpl();
    }

    @Bean
    HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }

    @Bean
    ServletRegistrationBean<Pages> pages(SignInProperties properties, Accounts accounts) {
        var pages = new Pages(new SignInPage(accounts.all()), properties.page().home());
        return new ServletRegistrationBean<>(pages, "/");
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> server(SignInProperties properties) {
        return server -> {
            var cookie = server.getSettings().getSession().getCookie();
            cookie.setName(cookie("session", properties.issuer()));
            cookie.setSecure("https".equals(properties.issuer().getScheme()));
            server.addErrorPages(new ErrorPage(Pages.ERROR));
            server.addContextCustomizers(context -> context.addLifecycleListener(event -> {
                if (context.getManager() instanceof ManagerBase manager) {
                    manager.setMaxActiveSessions(MAX_SESSIONS);
                }
            }));
        };
    }

    /** Cookies don't know ports: without the port, several of us on one machine would overwrite each other's. */
    static String cookie(String purpose, URI issuer) {
        return "seatlog-sign-in-" + purpose + (issuer.getPort() < 0 ? "" : "-" + issuer.getPort());
    }
}
