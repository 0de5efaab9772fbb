package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import reactor.core.publisher.Mono;

/**
 * A resource server without sessions: every request says who it is. Nothing of Spring Security's default chain is wanted
 * (each part costs every booking its time): no forms, no sessions to fix, no logout, and no CSRF token, because no cookie
 * does anything but open a stream.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class IdentityConfiguration {
    /** A check costs some 50 µs, so these keep up with tens of thousands of new buyers a second. */
    private static final int VERIFIERS = 2;
    /** Some 100 ms of work. */
    private static final int WAITING_TOKENS = 4000;

    @Bean
    Seal seal(SealProperties properties) {
        return properties.seal();
    }

    @Bean
    BlockingCalls tokenChecks() {
        return new BlockingCalls("token-check", VERIFIERS, WAITING_TOKENS);
    }

    @Bean
    RevokedPasses revokedPasses(JdbcTemplate jdbc, @Qualifier("postgres") BlockingCalls postgres, Clock clock) {
        return new RevokedPasses(jdbc, postgres, clock);
    }

    @Bean
    StreamPasses streamPasses(Seal seal, RevokedPasses revoked, IdentityProperties properties, Clock clock) {
        return new StreamPasses(seal, revoked, properties.passFor(), clock);
    }

    @Bean
    ReactiveAuthenticationManager authentications(IdentityProperties properties, StreamPasses passes,
            @Qualifier("tokenChecks") BlockingCalls threads, Clock clock) {
        var reader = new TokenReader(properties, new IssuerKeys(properties.issuer(), properties.jwkSetUri()),
                new Pseudonyms(SealProperties.bytes("seatlog.identity.pseudonym-key", properties.pseudonymKey())),
                clock);
        return new Authentications(
                new VerifiedTokens(reader, threads, properties.cachedTokens(), properties.cacheFor(), clock), passes);
    }

    /** Addresses that smell of an attack (encoded zeros, slashes, line ends) go no further. */
    @Bean
    ServerExchangeRejectedHandler strangeAddresses() {
        return (_, _) -> Mono.error(ProblemException.of(ProblemType.REQUEST_REFUSED,
                "The address or a header holds characters that nothing here needs."));
    }

    @Bean
    SecurityWebFilterChain identity(ServerHttpSecurity http, ReactiveAuthenticationManager authentications) {
        var authenticate = new AuthenticationWebFilter(authentications);
        authenticate.setServerAuthenticationConverter(new Credentials());
        authenticate.setAuthenticationFailureHandler((_, failure) -> Mono.error(failure));
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable).headers(ServerHttpSecurity.HeaderSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .anonymous(ServerHttpSecurity.AnonymousSpec::disable).cors(ServerHttpSecurity.CorsSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(authenticate, SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchanges -> exchanges.anyExchange().access(new Admission())).build();
    }
}
