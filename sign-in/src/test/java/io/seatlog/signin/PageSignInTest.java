package io.seatlog.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.signin.RunningSignIn.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser does with the web page in it. */
class PageSignInTest {
    private static final RunningSignIn PROVIDER = RunningSignIn.shared();
    private final Visitor visitor = new Visitor(PROVIDER);

    @Test
    void shouldLeadFromThePageThroughTheFormToTokens() {
        var asked = visitor.authorize();
        assertThat(asked.status()).isEqualTo(302);
        assertThat(asked.header("Location")).startsWith("/sign-in?").contains("state=");

        var signedIn = visitor.signIn("anna", RunningSignIn.PASSWORD);
        assertThat(signedIn.status()).isEqualTo(302);
        assertThat(signedIn.header("Location")).startsWith("/oauth2/authorize?");

        var back = visitor.get(signedIn.header("Location"));
        assertThat(back.header("Location")).startsWith(RunningSignIn.REDIRECT + "?code=");
        assertThat(Visitor.parameter(back, "state")).isEqualTo(Visitor.STATE);

        var tokens = visitor.redeem(Visitor.code(back), Visitor.VERIFIER);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.header("Cache-Control")).contains("no-store");
        assertThat(tokens.json().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.json().has("refresh_token")).isFalse();

        var access = PROVIDER.verified(tokens.json().path("access_token").asString());
        assertThat(access.getHeaders()).containsEntry("alg", "RS256");
        assertThat(access.getIssuer()).hasToString(PROVIDER.issuer);
        assertThat(access.getSubject()).isEqualTo("anna");
        assertThat(access.getAudience()).containsExactly("seatlog");
        assertThat(access.getClaimAsStringList("roles")).containsExactly("buyer");
        assertThat(access.getClaimAsString("name")).isEqualTo("Anna <b>Å & Co</b>");
        assertThat(access.getId()).isNotBlank();
        assertThat(Duration.between(access.getIssuedAt(), access.getExpiresAt())).isEqualTo(Duration.ofHours(1));

        var id = PROVIDER.verified(tokens.json().path("id_token").asString());
        assertThat(id.getSubject()).isEqualTo("anna");
        assertThat(id.getAudience()).containsExactly(Clients.PAGE);
        assertThat(id.getClaimAsString("nonce")).isEqualTo(Visitor.NONCE);
        assertThat(id.getClaimAsString("name")).isEqualTo("Anna <b>Å & Co</b>");
        assertThat(id.getClaimAsString("sid")).isNotBlank();
        assertThat(id.getClaimAsInstant("auth_time")).isNotNull();
    }

    @Test
    void shouldNotAskAgainWhileTheSessionLasts() {
        visitor.tokens("otto");

        var again = visitor.authorize("prompt", "none");

        assertThat(again.header("Location")).startsWith(RunningSignIn.REDIRECT + "?code=");
        var access = visitor.redeem(Visitor.code(again), Visitor.VERIFIER).json().path("access_token").asString();
        assertThat(PROVIDER.verified(access).getClaimAsStringList("roles")).containsExactly("organizer", "operator");
    }

    @Test
    void shouldSayWhoSomebodyIs() {
        var access = visitor.tokens("anna").json().path("access_token").asString();

        var info = PROVIDER.get("/userinfo", "Authorization", "Bearer " + access);

        assertThat(info.json().path("sub").asString()).isEqualTo("anna");
        assertThat(info.json().path("name").asString()).isEqualTo("Anna <b>Å & Co</b>");
        assertThat(PROVIDER.get("/userinfo").status()).isEqualTo(401);
    }

    @Test
    void shouldTellAPageThatMustNotAskThatSomebodyHasToSignIn() {
        var answer = visitor.authorize("prompt", "none");

        assertThat(answer.header("Location")).startsWith(RunningSignIn.REDIRECT + "?");
        assertThat(Visitor.parameter(answer, "error")).isEqualTo("login_required");
        assertThat(Visitor.parameter(answer, "state")).isEqualTo(Visitor.STATE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code_challenge        |        | invalid_request | no challenge
            code_challenge_method | plain  | invalid_request | plain
            code_challenge_method |        | invalid_request | no method, which would mean plain
            scope                 | admin  | invalid_scope   | a scope that is not there
            """)
    void shouldSendTheWrongRequestBackToThePage(String parameter, String value, String error, String why) {
        var answer = visitor.authorize(parameter, value == null ? "" : value);

        assertThat(answer.header("Location")).as(why).startsWith(RunningSignIn.REDIRECT + "?");
        assertThat(Visitor.parameter(answer, "error")).as(why).isEqualTo(error);
        assertThat(Visitor.parameter(answer, "code")).as(why).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            redirect_uri, http://127.0.0.1:8080/elsewhere
            redirect_uri, http://127.0.0.1:8081/signed-in
            redirect_uri, http://evil.example/signed-in
            redirect_uri, ''
            client_id,    somebody
            client_id,    seatlog-tools
            response_type, token
            """)
    void shouldSendNobodyAnywhereWhenTheRequestIsNotOneOfThePage(String parameter, String value) {
        assertRefusedHere(visitor.authorize(parameter, value));
        visitor.tokens("anna");
        assertRefusedHere(visitor.authorize(parameter, value));
    }

    private static void assertRefusedHere(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.text()).contains("Error 400").doesNotContain("Exception");
    }

    @Test
    void shouldRedeemACodeOnceAndOnlyWithItsVerifier() {
        visitor.tokens("anna");
        var stolen = Visitor.code(visitor.authorize());
        assertThat(visitor.redeem(stolen, "another-verifier-of-forty-three-characters---").error())
                .isEqualTo("invalid_grant");

        var code = Visitor.code(visitor.authorize());
        assertThat(visitor.redeem(code, Visitor.VERIFIER).status()).isEqualTo(200);
        assertThat(visitor.redeem(code, Visitor.VERIFIER).error()).isEqualTo("invalid_grant");
    }

    @Test
    void shouldSayThatThePasswordIsWrongAndNotWhetherTheNameIs() {
        visitor.authorize();
        for (var name : new String[]{"anna", "nobody", ""}) {
            var answer = visitor.signIn(name, "wrong");
            assertThat(answer.header("Location")).startsWith("/sign-in").endsWith("notice=WRONG");
        }
        assertThat(visitor.get("/sign-in?a=%22%3E&notice=WRONG").text())
                .contains("role=\"alert\">Name or password is wrong.", "action=\"/sign-in?a=%22%3E\"");
        assertThat(visitor.get("/sign-in").text()).doesNotContain("role=\"alert\"");
        assertThat(visitor.signIn("anna", RunningSignIn.PASSWORD).header("Location")).contains("/oauth2/authorize?");
    }

    @Test
    void shouldNotCheckAnotherGuessAfterTen() {
        for (int guess = 0; guess < GuessLimit.MAX_FAILURES; guess++) {
            visitor.signIn("guessed", "wrong-" + guess);
        }
        var right = visitor.signIn("guessed", RunningSignIn.PASSWORD);

        assertThat(right.header("Location")).startsWith("/sign-in").endsWith("notice=WRONG");
        assertThat(visitor.signIn("otto", RunningSignIn.PASSWORD).header("Location"))
                .isEqualTo(RunningSignIn.PAGE_ORIGIN + "/");
    }

    @Test
    void shouldTakeNoFormThatIsNotItsOwn() {
        var answer = visitor.submit("forged", "anna", RunningSignIn.PASSWORD);

        assertThat(answer.header("Location")).isEqualTo("/sign-in?notice=STALE");
        assertThat(visitor.get("/sign-in?notice=STALE").text()).contains("no longer valid");
        assertThat(Visitor.parameter(visitor.authorize("prompt", "none"), "error")).isEqualTo("login_required");
    }

    @Test
    void shouldEndTheSessionWhenThePageSignsOut() {
        var idToken = visitor.tokens("anna").json().path("id_token").asString();
        assertThat(visitor.logout(idToken, "http://evil.example/").status()).isEqualTo(400);

        var out = visitor.logout(idToken, RunningSignIn.SIGNED_OUT);

        assertThat(out.header("Location")).isEqualTo(RunningSignIn.SIGNED_OUT + "?state=bye");
        assertThat(Visitor.parameter(visitor.authorize("prompt", "none"), "error")).isEqualTo("login_required");
    }

    @Test
    void shouldLetAPageSignOutThatARestartHasForgotten() {
        assertThat(visitor.logout("forgotten", RunningSignIn.SIGNED_OUT).header("Location"))
                .isEqualTo(RunningSignIn.SIGNED_OUT);
        assertThat(visitor.logout("forgotten", "http://evil.example/").status()).isEqualTo(400);

        visitor.tokens("anna");
        assertThat(visitor.logout("forged", RunningSignIn.SIGNED_OUT).status()).isEqualTo(400);
        assertThat(visitor.authorize("prompt", "none").header("Location")).contains("?code=");
    }

    @Test
    void shouldShowAFormThatNeedsNoScriptAndEscapesNames() {
        var page = visitor.get("/sign-in");

        assertThat(page.text()).contains("<label for=\"name\">", "<label for=\"password\">", "autofocus")
                .contains("Anna &lt;b&gt;Å &amp; Co&lt;/b&gt;", "organizer, operator", "./seatlog up")
                .doesNotContain("<script", "style=", RunningSignIn.PASSWORD, RunningSignIn.TOOLS_SECRET);
        assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'; style-src 'self'; "
                + "img-src 'self'; form-action 'self' " + RunningSignIn.PAGE_ORIGIN
                + "; frame-ancestors 'none'; base-uri 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Set-Cookie")).startsWith("seatlog-sign-in-csrf-").contains("HttpOnly",
                "SameSite=Strict");
        assertThat(visitor.get("/sign-in.css").header("Content-Type")).startsWith("text/css");
        assertThat(visitor.get("/icon.svg").status()).isEqualTo(200);
        assertThat(visitor.get("/").header("Location")).isEqualTo(RunningSignIn.PAGE_ORIGIN + "/");
    }

    @Test
    void shouldGiveASessionOnlyToWhoeverSignedIn() {
        visitor.authorize();
        visitor.authorize("prompt", "none");
        visitor.signIn("anna", "wrong");
        assertThat(visitor.cookies()).noneMatch(cookie -> cookie.contains("session"));

        var signedIn = visitor.signIn("anna", RunningSignIn.PASSWORD);

        var session = signedIn.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("seatlog-sign-in-session-")).toList();
        assertThat(session).singleElement().asString().contains("HttpOnly", "SameSite=Lax");
    }

    @Test
    void shouldChangeTheSessionWhenSomebodySignsInAgain() {
        visitor.tokens("anna");
        var before = visitor.cookies();
        visitor.signIn("otto", RunningSignIn.PASSWORD);

        assertThat(visitor.cookies()).filteredOn(cookie -> cookie.contains("session")).hasSize(1)
                .doesNotContainAnyElementsOf(before);
    }
}
