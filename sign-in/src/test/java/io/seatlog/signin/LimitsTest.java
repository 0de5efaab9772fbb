package io.seatlog.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

class LimitsTest {
    private static final OAuth2TokenType CODE = new OAuth2TokenType(OAuth2ParameterNames.CODE);
    private static final RegisteredClient CLIENT = RegisteredClient.withId("c").clientId("c")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).redirectUri("http://a/").build();
    private long millis;

    @Test
    void shouldCheckTheEleventhGuessWhenTheFirstIsAMinuteAgo() {
        var limit = new GuessLimit(() -> Instant.ofEpochMilli(millis));
        for (int guess = 0; guess < GuessLimit.MAX_FAILURES; guess++) {
            assertThat(limit.isRight(() -> false)).isFalse();
            millis += 1_000;
        }

        millis = 59_999;
        assertThat(limit.isRight(() -> true)).isFalse();
        millis = 60_000;
        assertThat(limit.isRight(() -> false)).isFalse();
        assertThat(limit.isRight(() -> true)).isFalse();
        millis = 61_000;
        assertThat(limit.isRight(() -> true)).isTrue();
    }

    @Test
    void shouldForgetTheFailuresOfWhoeverKnowsThePassword() {
        var limit = new GuessLimit(() -> Instant.ofEpochMilli(millis));
        for (int guess = 0; guess < 3 * GuessLimit.MAX_FAILURES; guess++) {
            assertThat(limit.isRight(() -> false)).isFalse();
            assertThat(limit.isRight(() -> true)).isTrue();
        }
    }

    @Test
    void shouldForgetTheOldestAuthorizationFirst() {
        var authorizations = new RecentAuthorizations();
        for (int i = 0; i <= RecentAuthorizations.MAX; i++) {
            authorizations.save(authorization(i));
        }

        assertThat(authorizations.size()).isEqualTo(RecentAuthorizations.MAX);
        assertThat(authorizations.findByToken("code-0", CODE)).isNull();
        assertThat(authorizations.findById("0")).isNull();
        assertThat(authorizations.findByToken("code-1", CODE)).isNotNull();
        assertThat(authorizations.findByToken("code-1", OAuth2TokenType.ACCESS_TOKEN)).isNull();
        assertThat(authorizations.findByToken("code-" + RecentAuthorizations.MAX, CODE)).isNotNull();
    }

    private static OAuth2Authorization authorization(int i) {
        var code = new OAuth2AuthorizationCode("code-" + i, Instant.EPOCH, Instant.EPOCH.plusSeconds(300));
        return OAuth2Authorization.withRegisteredClient(CLIENT).id(Integer.toString(i)).principalName("anna")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).token(code).build();
    }
}
