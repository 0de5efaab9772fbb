package io.seatlog.ticketing.identity;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Verifies a token and reads who it speaks of. Blocks while keys are fetched, and costs a signature check. */
final class TokenReader {
    /** Our clock may be behind the issuer's. An end is an end by our clock. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);
    private static final int MOST_SUBJECT_CHARS = 255;
    private final NimbusJwtDecoder decoder;
    private final IdentityProperties properties;
    private final IssuerKeys keys;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    TokenReader(IdentityProperties properties, IssuerKeys keys, Pseudonyms pseudonyms, Clock clock) {
        this.properties = properties;
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                properties.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()), keys.source()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier((_, _) -> {}); // The validators below do that.
        decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<Jwt>(
                List.of(new JwtIssuerValidator(properties.issuer().toString()), audience(), subject(), time())));
    }

    /** @throws org.springframework.security.oauth2.jwt.JwtException when it cannot be believed, or its keys not be had */
    Caller read(String token) {
        var jwt = decoded(token);
        return new Caller(pseudonyms.of(properties.issuer().toString(), Objects.requireNonNull(jwt.getSubject())),
                roles(jwt),
                Objects.requireNonNull(jwt.getExpiresAt()), null);
    }

    /** A key that is unknown so shortly after the issuer was asked is none of its keys. */
    private Jwt decoded(String token) {
        try {
            return decoder.decode(token);
        } catch (JwtException refused) {
            throw keys.areFresh() && isUnknownKey(refused)
                    ? new BadJwtException("signed with a key that the issuer does not have", refused)
                    : refused;
        }
    }

    private static boolean isUnknownKey(JwtException refused) {
        return refused.getCause() instanceof RateLimitReachedException;
    }

    private Set<Role> roles(Jwt jwt) {
        var named = values(claim(jwt.getClaims(), properties.rolesClaim()));
        var roles = EnumSet.noneOf(Role.class);
        roles.addAll(properties.everybodyIs());
        properties.roles().forEach((role, name) -> {
            if (named.contains(name)) {
                roles.add(role);
            }
        });
        return roles;
    }

    /** A claim of this very name, or else what the path leads to. */
    private static @Nullable Object claim(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, path.substring(dot + 1))
                : null;
    }

    private static Collection<?> values(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> several -> several;
            case String text -> List.of(text.split(" ", -1));
            case null, default -> List.of();
        };
    }

    private OAuth2TokenValidator<Jwt> audience() {
        return jwt -> values(claim(jwt.getClaims(), properties.audienceClaim())).stream()
                .anyMatch(properties.audiences()::contains) ? valid() : invalid("it is for somebody else");
    }

    private static OAuth2TokenValidator<Jwt> subject() {
        return jwt -> jwt.getSubject() != null && !jwt.getSubject().isBlank()
                && jwt.getSubject().length() <= MOST_SUBJECT_CHARS ? valid() : invalid("it names no subject");
    }

    private OAuth2TokenValidator<Jwt> time() {
        return jwt -> {
            var now = Instant.now(clock);
            var expiry = jwt.getExpiresAt();
            var from = jwt.getNotBefore();
            if (expiry == null || !now.isBefore(expiry)) {
                return invalid("it has expired");
            }
            return from != null && from.isAfter(now.plus(CLOCK_TOLERANCE)) ? invalid("it is not valid yet") : valid();
        };
    }

    private static OAuth2TokenValidatorResult valid() {
        return OAuth2TokenValidatorResult.success();
    }

    private static OAuth2TokenValidatorResult invalid(String why) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", why, null));
    }
}
