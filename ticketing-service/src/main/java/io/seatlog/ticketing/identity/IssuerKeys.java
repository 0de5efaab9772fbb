package io.seatlog.ticketing.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of the issuer: fetched when first needed, kept, renewed before they are old, and looked for again when a
 * token names an unknown one, but not more often than every half minute, so that forged names cost no fetch. An issuer that
 * does not answer leaves the known keys in force for a while. Blocks.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
    private static final int CONNECT_MILLIS = 1000;
    private static final int READ_MILLIS = 2000;
    private static final int MOST_BYTES = 64 * 1024;
    private static final long KEEP_MILLIS = 5 * 60_000L;
    private static final long FETCH_MILLIS = 4000;
    private static final long AHEAD_MILLIS = 60_000;
    private static final long BETWEEN_FETCHES_MILLIS = 30_000;
    private static final long WITHOUT_ISSUER_MILLIS = 60 * 60_000L;
    private final DefaultResourceRetriever http = new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES);
    private final URI issuer;
    private final @Nullable URI jwkSetUri;
    private final JWKSource<SecurityContext> source;
    private volatile long fetchedAt;
    private volatile boolean known;

    /** @param jwkSetUri null when the issuer's discovery document is to be asked */
    IssuerKeys(URI issuer, @Nullable URI jwkSetUri) {
        this.issuer = issuer;
        this.jwkSetUri = jwkSetUri;
        source = JWKSourceBuilder.create(this).cache(KEEP_MILLIS, FETCH_MILLIS).refreshAheadCache(AHEAD_MILLIS, false)
                .rateLimited(BETWEEN_FETCHES_MILLIS).retrying(true).outageTolerant(WITHOUT_ISSUER_MILLIS).build();
    }

    JWKSource<SecurityContext> source() {
        return source;
    }

    /** Whether the issuer has told its keys since the last time that it may have been asked too often. */
    boolean areFresh() {
        return known && System.nanoTime() - fetchedAt < KEEP_MILLIS * 1_000_000;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            var keys = JWKSet.parse(get(jwkSetUri == null ? discovered() : jwkSetUri));
            fetchedAt = System.nanoTime();
            known = true;
            return keys;
        } catch (IOException | ParseException | IllegalArgumentException unavailable) {
            throw new RemoteKeySourceException("The issuer's keys cannot be had: " + unavailable.getMessage(),
                    unavailable);
        }
    }

    private URI discovered() throws IOException, ParseException {
        var base = issuer.toString();
        var found = JSONObjectUtils.parse(get(URI.create(
                (base.endsWith("/") ? base : base + "/") + ".well-known/openid-configuration")));
        if (!base.equals(JSONObjectUtils.getString(found, "issuer"))) {
            throw new ParseException("the discovery document is of another issuer", 0);
        }
        var keys = JSONObjectUtils.getURI(found, "jwks_uri");
        if (keys == null) {
            throw new ParseException("the discovery document names no jwks_uri", 0);
        }
        return keys;
    }

    private String get(URI uri) throws IOException {
        URL url = uri.toURL();
        return http.retrieveResource(url).getContent();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
