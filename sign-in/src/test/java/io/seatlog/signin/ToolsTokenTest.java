package io.seatlog.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts and load tools do. */
class ToolsTokenTest {
    private static final RunningSignIn PROVIDER = RunningSignIn.shared();
    private static final String SECRET = RunningSignIn.TOOLS_SECRET;

    @Test
    void shouldGiveATokenForWhomeverTheToolsName() {
        var answer = PROVIDER.tools(SECRET, "subject", "load-17@a.b_c");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("expires_in").asInt()).isBetween(3_598, 3_600);
        var token = PROVIDER.verified(answer.json().path("access_token").asString());
        assertThat(token.getSubject()).isEqualTo("load-17@a.b_c");
        assertThat(token.getAudience()).containsExactly("seatlog");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("buyer");
        assertThat(token.hasClaim("name")).isFalse();
    }

    @Test
    void shouldGiveTheRolesThatAreAskedForInAnyForm() {
        assertThat(roles("role", "organizer", "role", "operator")).containsExactly("organizer", "operator");
        assertThat(roles("role", " operator  buyer ", "role", "buyer")).containsExactly("buyer", "operator");
    }

    private static List<String> roles(String... parameters) {
        var all = new String[parameters.length + 2];
        all[0] = "subject";
        all[1] = "b1";
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        var token = PROVIDER.tools(SECRET, all).json().path("access_token").asString();
        return Objects.requireNonNull(PROVIDER.verified(token).getClaimAsStringList("roles"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject | ''              | subject must
            subject | a b             | subject must
            subject | ä               | subject must
            subject | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | subject must
            subject | a;subject=b     | subject must
            other   | a               | subject must
            subject | a;role=admin    | role must
            subject | a;role=BUYER    | role must
            subject | a;role=''       | role must
            subject | a;role=buyer,operator | role must
            """)
    void shouldNameTheParameterThatIsWrong(String name, String rest, String description) {
        var parts = (name + "=" + rest).replace("''", "").split(";", -1);
        var parameters = new String[parts.length * 2];
        for (int i = 0; i < parts.length; i++) {
            var pair = parts[i].split("=", 2);
            parameters[2 * i] = pair[0];
            parameters[2 * i + 1] = pair[1];
        }

        var answer = PROVIDER.tools(SECRET, parameters);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_request");
        assertThat(answer.json().path("error_description").asString()).startsWith(description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", RunningSignIn.TOOLS_SECRET + "x"})
    void shouldRefuseAnotherSecret(String secret) {
        var answer = PROVIDER.tools(secret, "subject", "b1");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("invalid_client");
    }

    @Test
    void shouldNotLetThePageNameASubject() {
        var answer = PROVIDER.post(HttpClient.newHttpClient(), "/oauth2/token", Map.of(), "grant_type",
                "client_credentials", "client_id", Clients.PAGE, "subject", "b1", "role", "operator");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).doesNotContain("access_token");
    }

    @Test
    void shouldTakeTheSecretOnlyInTheHeader() {
        var answer = PROVIDER.post(HttpClient.newHttpClient(), "/oauth2/token", Map.of(), "grant_type",
                "client_credentials", "client_id", Clients.TOOLS, "client_secret", SECRET, "subject", "b1");

        assertThat(answer.error()).isEqualTo("invalid_client");
    }

    @Test
    void shouldKeepNothingOfTheTokensItGives() {
        var authorizations = PROVIDER.bean(RecentAuthorizations.class);
        int before = authorizations.size();
        for (int i = 0; i < 50; i++) {
            assertThat(PROVIDER.tools(SECRET, "subject", "b" + i).status()).isEqualTo(200);
        }
        assertThat(authorizations.size()).isEqualTo(before);
    }
}
