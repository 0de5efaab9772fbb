package io.seatlog.ticketing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of tokens, with a real key behind a real discovery document: one for all tests of a JVM. */
public final class TestIssuer {
    public static final String AUDIENCE = "seatlog";
    /** Of names in tests only. */
    private static final byte[] PSEUDONYM_KEY = new byte[32];
    private static final TestIssuer SHARED = new TestIssuer();
    /** In the place of a header's name in tests: the request is made as the person whose name follows. */
    public static final String AS = "as";
    /** In the place of that person's name: the request says nothing. */
    public static final String NOBODY = "nobody";
    /** Who asks when a test does not say. */
    private static final String SOMEBODY = "ada";
    public final RSAKey key;
    public final AtomicInteger keyRequests = new AtomicInteger();
    private final HttpServer server;
    private final Map<List<String>, String> tokens = new ConcurrentHashMap<>();

    private TestIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").algorithm(JWSAlgorithm.RS256).generate();
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        answer("/.well-known/openid-configuration",
                () -> "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url()));
        answer("/keys", () -> {
            keyRequests.incrementAndGet();
            return new JWKSet(key.toPublicJWK()).toString();
        });
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    public static TestIssuer shared() {
        return SHARED;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings of a service that believes this issuer. */
    public Map<String, Object> settings() {
        return Map.of("seatlog.identity.issuer", url(), "seatlog.identity.pseudonym-key",
                Base64.getEncoder().encodeToString(PSEUDONYM_KEY), "seatlog.identity.secure-pass", "false");
    }

    /** For an hour; the same every time. */
    public String token(String name, String... roles) {
        var who = new java.util.ArrayList<>(List.of(name));
        who.addAll(List.of(roles));
        return tokens.computeIfAbsent(who, _ -> sign(claims(name, roles).build()));
    }

    public JWTClaimsSet.Builder claims(String name, String... roles) {
        return new JWTClaimsSet.Builder().issuer(url()).subject(name).audience(AUDIENCE)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1)))).claim("roles", List.of(roles));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, key);
    }

    public String sign(JWTClaimsSet claims, RSAKey by) {
        var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
        try {
            jwt.sign(new RSASSASigner(by));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** Headers with a token, as {@link #AS} and the name behind it want it; that person may buy and organize. */
    public String[] headers(String... given) {
        var headers = new java.util.ArrayList<String>();
        var who = SOMEBODY;
        for (int i = 0; i < given.length; i += 2) {
            if (given[i].equals(AS)) {
                who = given[i + 1];
            } else {
                headers.addAll(List.of(given[i], given[i + 1]));
            }
        }
        if (!who.equals(NOBODY) && !headers.contains("Authorization")) {
            headers.addAll(List.of("Authorization", "Bearer " + token(who, "buyer", "organizer")));
        }
        return headers.toArray(String[]::new);
    }

    /** What this subject is called in bookings and events: written down anew, so that a change of the rule is noticed. */
    public String id(String name) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(PSEUDONYM_KEY, "HmacSHA256"));
            var hash = mac.doFinal((url() + "\0" + name).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String path, java.util.function.Supplier<String> body) {
        server.createContext(path, exchange -> {
            var bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
    }
}
