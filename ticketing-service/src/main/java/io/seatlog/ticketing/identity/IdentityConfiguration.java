package io.seatlog.ticketing.identity;

import io.seatlog.ticketing.blocking.BlockingCalls;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/** A resource server without sessions: every request says who it is. */
@Configuration(proxyBeanMethods = false)
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
    VerifiedTokens verifiedTokens(IdentityProperties properties, @Qualifier("tokenChecks") BlockingCalls threads,
            Clock clock) {
        var reader = new TokenReader(properties, new IssuerKeys(properties.issuer(), properties.jwkSetUri()),
                new Pseudonyms(SealProperties.bytes("seatlog.identity.pseudonym-key", properties.pseudonymKey())),
                clock);
        return new VerifiedTokens(reader, threads, properties.cachedTokens(), properties.cacheFor(), clock);
    }

    @Bean
    KnownCallers knownCallers(VerifiedTokens tokens) {
        return new KnownCallers(tokens);
    }

    @Bean
    @Order(IdentityFilter.ORDER)
    IdentityFilter identity(KnownCallers callers, VerifiedTokens tokens, StreamPasses passes) {
        return new IdentityFilter(callers, tokens, passes);
    }
}
