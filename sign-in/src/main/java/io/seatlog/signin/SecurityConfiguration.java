package io.seatlog.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationValidator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Which filters answer what: one chain for the protocol's addresses, one for the page. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final Duration PREFLIGHT_AGE = Duration.ofHours(1);
    /** Of no use for tokens that are checked without asking here. */
    private static final String[] NOT_OFFERED = {"/oauth2/introspect", "/oauth2/revoke"};

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http, SignInProperties properties, CorsConfigurationSource origins) {
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            endpoints(server, properties);
        });
        return http.authorizeHttpRequests(
                every -> every.requestMatchers(NOT_OFFERED).denyAll()
                        // Let in, so that the endpoint itself answers login_required instead of a form.
                        .requestMatchers(SecurityConfiguration::mustNotAsk).permitAll()
                        .anyRequest().authenticated())
                .cors(cors -> cors.configurationSource(origins))
                .requestCache(cache -> cache.disable()).headers(headers -> headers(headers, properties))
                .exceptionHandling(
                        refusals -> refusals.defaultAuthenticationEntryPointFor(
                                (request, response, refusal) -> response.sendRedirect(Interrupted.of(request).form()),
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET,
                                        Interrupted.AUTHORIZE)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain page(HttpSecurity http, SignInProperties properties, AuthenticationProvider accounts,
            CorsConfigurationSource origins) {
        return http.authorizeHttpRequests(every -> every.anyRequest().permitAll()).authenticationProvider(accounts)
                .formLogin(form -> form.loginPage(Pages.SIGN_IN)
                        .successHandler((request, response, account) -> response
                                .sendRedirect(Interrupted.of(request).onward(properties.page().home())))
                        .failureHandler((request, response, refusal) -> response
                                .sendRedirect(Interrupted.of(request).form(Interrupted.Notice.WRONG))))
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens(properties.issuer())))
                .logout(logout -> logout.disable())
                // Preflights come here: the protocol's filters match the methods that they answer.
                .cors(cors -> cors.configurationSource(origins)).requestCache(cache -> cache.disable())
                .headers(headers -> headers(headers, properties))
                .exceptionHandling(refusals -> refusals.accessDeniedHandler(refused())).build();
    }

    private static void endpoints(OAuth2AuthorizationServerConfigurer server, SignInProperties properties) {
        server.authorizationEndpoint(authorize -> authorize.authenticationProviders(providers -> providers.stream()
                .filter(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::isInstance)
                .map(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::cast)
                .forEach(provider -> provider.setAuthenticationValidator(new ExactRedirect()
                        .andThen(OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR)))));
        server.tokenEndpoint(token -> token.authenticationProviders(providers -> providers.stream()
                .filter(OAuth2ClientCredentialsAuthenticationProvider.class::isInstance)
                .map(OAuth2ClientCredentialsAuthenticationProvider.class::cast)
                .forEach(provider -> provider.setAuthenticationValidator(SecurityConfiguration::checkToolsRequest))));
        server.authorizationServerMetadataEndpoint(endpoint -> endpoint.authorizationServerMetadataCustomizer(
                metadata -> metadata.claims(Metadata::reduce)));
        server.oidc(oidc -> oidc
                .providerConfigurationEndpoint(endpoint -> endpoint.providerConfigurationCustomizer(
                        metadata -> metadata.claims(Metadata::reduce)))
                .logoutEndpoint(logout -> logout
                        .errorResponseHandler(new ForgottenLogout(properties.page().postLogoutRedirectUris()))));
    }

    private static boolean mustNotAsk(HttpServletRequest request) {
        var prompt = request.getParameter("prompt");
        return Interrupted.AUTHORIZE.equals(request.getServletPath()) && prompt != null
                && List.of(prompt.split(" ")).contains("none");
    }

    private static void checkToolsRequest(OAuth2ClientCredentialsAuthenticationContext context) {
        new OAuth2ClientCredentialsAuthenticationValidator().accept(context);
        OAuth2ClientCredentialsAuthenticationToken request = context.getAuthentication();
        ToolsRequest.of(request.getAdditionalParameters());
    }

    /** A form that is not one of ours is shown again; anything else is refused. */
    private static AccessDeniedHandler refused() {
        var plainly = new AccessDeniedHandlerImpl();
        return (request, response, refusal) -> {
            if (refusal instanceof CsrfException && Pages.SIGN_IN.equals(request.getServletPath())) {
                response.sendRedirect(Interrupted.of(request).form(Interrupted.Notice.STALE));
            } else {
                plainly.handle(request, response, refusal);
            }
        };
    }

    /** In a cookie and not in a session, for the reason that {@link Interrupted} gives. */
    private static CsrfTokenRepository formTokens(URI issuer) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(SignInConfiguration.cookie("csrf", issuer));
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict")
                .secure("https".equals(issuer.getScheme())));
        return tokens;
    }

    @Bean
    CorsConfigurationSource origins(SignInProperties properties) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(properties.page().origins().stream().map(URI::toString).toList());
        allowed.setAllowedMethods(List.of("GET", "POST"));
        allowed.setAllowedHeaders(List.of("Authorization", "Content-Type"));
        allowed.setAllowCredentials(false);
        allowed.setMaxAge(PREFLIGHT_AGE);
        var source = new UrlBasedCorsConfigurationSource();
        for (var path : List.of("/.well-known/**", "/oauth2/token", "/oauth2/jwks", "/userinfo")) {
            source.registerCorsConfiguration(path, allowed);
        }
        return source;
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, SignInProperties properties) {
        // The pages' origins: Chromium holds form-action against the redirects that follow the form, too.
        var policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' "
                + String.join(" ", properties.page().redirectOrigins()) + "; frame-ancestors 'none'; base-uri 'none'";
        headers.contentSecurityPolicy(content -> content.policyDirectives(policy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
    }
}
