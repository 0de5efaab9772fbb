package io.seatlog.signin;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The last sign-ins, so that their codes can be redeemed and their ID tokens recognised; some 20 MB when full. The oldest
 * goes first, whatever is asked for most: a code that was just given must be there a moment later. Client-credentials
 * authorizations are not kept at all: nobody ever asks for one again, and load tools make hundreds of thousands.
 * Thread-safe.
 */
final class RecentAuthorizations implements OAuth2AuthorizationService {
    static final int MAX = 2_000;
    private static final Map<String, Class<? extends OAuth2Token>> KINDS = Map.of(OAuth2ParameterNames.CODE,
            OAuth2AuthorizationCode.class, OAuth2TokenType.ACCESS_TOKEN.getValue(), OAuth2AccessToken.class,
            OidcParameterNames.ID_TOKEN, OidcIdToken.class);
    private final LinkedHashMap<String, OAuth2Authorization> byId = new LinkedHashMap<>();
    private final Map<Key, String> idByToken = new HashMap<>();

    private record Key(String kind, String token) {}

    @Override
    public synchronized void save(OAuth2Authorization authorization) {
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType())) {
            return;
        }
        byId.put(authorization.getId(), authorization);
        keys(authorization).forEach(key -> idByToken.put(key, authorization.getId()));
        if (byId.size() > MAX) {
            remove(byId.firstEntry().getValue());
        }
    }

    @Override
    public synchronized void remove(OAuth2Authorization authorization) {
        byId.remove(authorization.getId());
        keys(authorization).forEach(idByToken::remove);
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findById(String id) {
        return byId.get(id);
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        // Without a type only revocation and introspection ask, which are not offered.
        var id = type == null ? null : idByToken.get(new Key(type.getValue(), token));
        return id == null ? null : byId.get(id);
    }

    synchronized int size() {
        return byId.size();
    }

    private static List<Key> keys(OAuth2Authorization authorization) {
        return KINDS.entrySet().stream().flatMap(kind -> {
            var token = authorization.getToken(kind.getValue());
            return token == null
                    ? Stream.empty()
                    : Stream.of(new Key(kind.getKey(), token.getToken().getTokenValue()));
        }).toList();
    }
}
