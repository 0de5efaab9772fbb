package io.seatlog.ticketing.identity;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are believed, and how they are read. There is no default issuer and no switch that turns this off.
 *
 * @param issuer of every token, as in its {@code iss}
 * @param jwkSetUri the issuer's public keys; absent: where the issuer's discovery document says
 * @param audiences of which a token must name one
 * @param audienceClaim where it names them: {@code client_id} in access tokens of Cognito
 * @param rolesClaim where the roles are: a claim's name, or a path into one such as {@code realm_access.roles} (Keycloak);
 *     {@code cognito:groups} for Cognito
 * @param roles what each role is called there; a role that is not named is called by its own name in small letters
 * @param everybodyIs roles that every token has, such as {@code buyer} where the issuer's users are the buyers
 * @param algorithms by which tokens may be signed; never {@code none} nor a symmetric one
 * @param pseudonymKey of the names that people have here: base64 of 32 bytes, a secret, and never to be changed, because
 *     everybody would be somebody else
 * @param pageClientId by which the page signs in, a public client
 * @param cachedTokens verified tokens that one instance remembers, some 300 bytes each
 * @param cacheFor after which a token is verified anew, so that a key which its issuer withdrew is not believed for longer
 * @param passFor how long a stream pass lives at most
 * @param securePass whether browsers may send passes over TLS only; false only where there is none, as on one's own machine
 */
@ConfigurationProperties("seatlog.identity")
record IdentityProperties(URI issuer, @Nullable URI jwkSetUri, @DefaultValue("seatlog") List<String> audiences,
        @DefaultValue("aud") String audienceClaim, @DefaultValue("roles") String rolesClaim, Map<Role, String> roles,
        @DefaultValue({
        }) Set<Role> everybodyIs, @DefaultValue("RS256") List<String> algorithms, String pseudonymKey,
        @DefaultValue("seatlog-page") String pageClientId, @DefaultValue("100000") int cachedTokens,
        @DefaultValue("10m") Duration cacheFor, @DefaultValue("1h") Duration passFor,
        @DefaultValue("true") boolean securePass) {
    private static final Set<String> ALGORITHMS = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
            "ES384", "ES512");

    IdentityProperties {
        require(issuer != null && issuer.isAbsolute(), "issuer", "must be the URL that tokens have in iss");
        require(!audiences.isEmpty() && audiences.stream().noneMatch(String::isBlank), "audiences",
                "must name at least one audience");
        require(!audienceClaim.isBlank(), "audience-claim", "must not be blank");
        require(!rolesClaim.isBlank(), "roles-claim", "must not be blank");
        require(!algorithms.isEmpty() && ALGORITHMS.containsAll(algorithms), "algorithms",
                "must be out of " + ALGORITHMS.stream().sorted().collect(Collectors.joining(", ")));
        SealProperties.bytes("seatlog.identity.pseudonym-key", pseudonymKey);
        require(cachedTokens >= 1 && cachedTokens <= 1_000_000, "cached-tokens", "must be 1..1000000");
        require(isWithin(cacheFor, Duration.ofSeconds(1), Duration.ofHours(1)), "cache-for", "must be 1s..1h");
        require(isWithin(passFor, Duration.ofSeconds(1), Duration.ofHours(12)), "pass-for", "must be 1s..12h");
        var named = new EnumMap<Role, String>(Role.class);
        for (var role : Role.values()) {
            named.put(role, role.name().toLowerCase(java.util.Locale.ROOT));
        }
        if (roles != null) {
            named.putAll(roles);
        }
        roles = Map.copyOf(named);
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw new IllegalArgumentException("seatlog.identity." + name + " " + what);
        }
    }

    private static boolean isWithin(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    @Override
    public String toString() {
        return "IdentityProperties[issuer=" + issuer + "]";
    }
}
