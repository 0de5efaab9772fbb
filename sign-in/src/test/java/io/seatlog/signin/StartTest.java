package io.seatlog.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What settings and files make of it, and what it offers to everybody. */
class StartTest {
    private static final RunningSignIn PROVIDER = RunningSignIn.shared();
    private static final String ISSUER = "http://127.0.0.1:9380";

    @EnableConfigurationProperties(SignInProperties.class)
    static class Settings {}

    @Test
    void shouldKeepItsKeyOverARestartAndReadableForItsOwnerOnly(@TempDir Path folder) throws Exception {
        var file = folder.resolve("new/key.pem");
        String token;
        try (var first = RunningSignIn.start(file, Map.of("seatlog.sign-in.token-lifetime", "2m",
                "seatlog.sign-in.audience", "elsewhere"))) {
            token = first.tools(RunningSignIn.TOOLS_SECRET, "subject", "b1").json().path("access_token").asString();
            var claims = first.verified(token);
            assertThat(Duration.between(claims.getIssuedAt(), claims.getExpiresAt())).isEqualTo(Duration.ofMinutes(2));
            assertThat(claims.getAudience()).containsExactly("elsewhere");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));

        try (var second = RunningSignIn.start(file, Map.of())) {
            var published = JWKSet.parse(second.get("/oauth2/jwks").text());
            assertThat(published.getKeys()).singleElement().satisfies(key -> {
                assertThat(key.isPrivate()).isFalse();
                assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString())
                        .isEqualTo(SigningKey.of(file).getKeyID());
            });
            var signature = SignedJWT.parse(token);
            assertThat(signature.getHeader().getKeyID()).isEqualTo(published.getKeys().getFirst().getKeyID());
            assertThat(signature.verify(
                    new RSASSAVerifier(published.getKeys().getFirst().toRSAKey()))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "-----BEGIN PRIVATE KEY-----\nbm8ga2V5\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----"})
    void shouldSayThatTheKeyIsBroken(String content, @TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("key.pem"), content);

        assertThatThrownBy(() -> SigningKey.of(file)).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("seatlog.sign-in.key-file must be an RSA private key")
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent(content);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            issuer=                                    | seatlog.sign-in.issuer must be
            issuer=http://127.0.0.1:9380/              | seatlog.sign-in.issuer must be
            issuer=127.0.0.1:9380                      | 'seatlog.sign-in.issuer'
            audience=                                  | seatlog.sign-in.audience must have
            token-lifetime=9s                          | seatlog.sign-in.token-lifetime must be 10s to 12h
            token-lifetime=721m                        | seatlog.sign-in.token-lifetime must be 10s to 12h
            key-file=                                  | seatlog.sign-in.key-file must be given
            page.redirect-uris=                        | seatlog.sign-in.page.redirect-uris must be given
            page.redirect-uris=/here                   | seatlog.sign-in.page.redirect-uris must be http
            page.redirect-uris=http://a/#b             | seatlog.sign-in.page.redirect-uris must be http
            page.redirect-uris=javascript:alert(1)     | seatlog.sign-in.page.redirect-uris must be http
            page.post-logout-redirect-uris=ftp://a/    | seatlog.sign-in.page.post-logout-redirect-uris must be
            page.origins=http://a/b                    | seatlog.sign-in.page.origins must be
            page.origins=*                             | seatlog.sign-in.page.origins must be
            tools.secret=                              | seatlog.sign-in.tools.secret must have
            tools.secret=short                         | seatlog.sign-in.tools.secret must have
            tools.secret=percent%percent%percent%      | seatlog.sign-in.tools.secret must have
            accounts[1].name=anna                      | seatlog.sign-in.accounts[1].name is there twice
            accounts[1].name=                          | seatlog.sign-in.accounts[1].name must match
            accounts[1].name=a b                       | seatlog.sign-in.accounts[1].name must match
            accounts[1].password=                      | seatlog.sign-in.accounts[1].password must have
            accounts[1].roles=                         | seatlog.sign-in.accounts[1].roles must name
            accounts[1].roles=buyer,admin              | seatlog.sign-in.accounts[1].roles
            """)
    void shouldRefuseToStartAndNameTheSetting(String setting, String message) {
        settings(setting).run(started -> assertThat(reasons(started.getStartupFailure())).contains(message));
    }

    private static String reasons(@Nullable Throwable failure) {
        return failure == null ? "started" : failure.getMessage() + "\n" + reasons(failure.getCause());
    }

    @Test
    void shouldRefuseMoreThanAHundredAccounts() {
        var more = new String[3 * 98];
        for (int i = 0; i < 98; i++) {
            var prefix = "accounts[" + (i + 3) + "].";
            more[3 * i] = prefix + "name=n" + i;
            more[3 * i + 1] = prefix + "password=p";
            more[3 * i + 2] = prefix + "roles=buyer";
        }
        settings(more).run(started -> assertThat(started.getStartupFailure()).rootCause()
                .hasMessage("seatlog.sign-in.accounts must be at most 100"));
    }

    private static ApplicationContextRunner settings(String... changes) {
        var all = RunningSignIn.settings(ISSUER, Path.of("key.pem"));
        for (var change : changes) {
            var pair = change.split("=", 2);
            all.put("seatlog.sign-in." + pair[0], pair[1]);
        }
        return new ApplicationContextRunner().withUserConfiguration(Settings.class)
                .withPropertyValues(all.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void shouldNotSayASecretWhenItRefuses(CapturedOutput output) {
        Map<String, String> settings = new HashMap<>(RunningSignIn.settings(ISSUER, Path.of("key.pem")));
        settings.put("seatlog.sign-in.tools.secret", "too-short");
        settings.put("seatlog.sign-in.accounts[1].roles", "admin");

        assertThatThrownBy(() -> SpringApplication.run(SignInApplication.class, RunningSignIn.arguments(settings)))
                .isInstanceOf(Exception.class);

        assertThat(output).contains("seatlog.sign-in").doesNotContain("too-short", RunningSignIn.PASSWORD);
        settings(new String[0]).run(started -> assertThat(started.getBean(SignInProperties.class).toString())
                .doesNotContain(RunningSignIn.TOOLS_SECRET, RunningSignIn.PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/openid-configuration", "/oauth2/jwks", "/userinfo", "/oauth2/token"})
    void shouldLetScriptsOfThePagesOriginReadAndNoOthers(String path) {
        var preflight = PROVIDER.preflight(path, RunningSignIn.PAGE_ORIGIN);
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(RunningSignIn.PAGE_ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(PROVIDER.get(path, "Origin", RunningSignIn.PAGE_ORIGIN).header("Access-Control-Allow-Origin"))
                .isEqualTo(RunningSignIn.PAGE_ORIGIN);

        for (var foreign : new String[]{"http://127.0.0.1:8081", "http://evil.example", "null"}) {
            assertThat(PROVIDER.preflight(path, foreign).header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(PROVIDER.get(path, "Origin", foreign).header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void shouldOfferNoMoreThanItSays() throws ParseException {
        var document = PROVIDER.get("/.well-known/openid-configuration");
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.json().path("issuer").asString()).isEqualTo(PROVIDER.issuer);
        assertThat(document.json().path("end_session_endpoint").asString())
                .isEqualTo(PROVIDER.issuer + "/connect/logout");
        assertThat(document.json().path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(document.json().propertyNames()).doesNotContain("introspection_endpoint", "revocation_endpoint",
                "registration_endpoint", "device_authorization_endpoint");

        for (var path : new String[]{"/actuator", "/actuator/health", "/login", "/logout", "/error", "/x?y=<b>"}) {
            var answer = PROVIDER.get(path.replace("<", "%3C").replace(">", "%3E"));
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).as(path).doesNotContain("Exception", "\tat ");
            assertThat(answer.header("Set-Cookie")).as(path).isEmpty();
        }
        assertThat(PROVIDER.tools(RunningSignIn.TOOLS_SECRET, "subject", "x".repeat(20_000)).status()).isEqualTo(413);
    }
}
