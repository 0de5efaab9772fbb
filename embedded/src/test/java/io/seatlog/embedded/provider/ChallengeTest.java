package io.seatlog.embedded.provider;

import static io.seatlog.embedded.provider.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.provider.Merchant.Reply;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest extends RunningProvider {
    private static final String RETURN = "http%3A%2F%2F127.0.0.1%3A8080%2Fpay%3Fa%3D1%26b%3D2";
    private final UUID id = UUID.randomUUID();
    private String challenge;

    @BeforeEach
    void authorize() {
        challenge = "/challenge/"
                + merchant.authorize(id, "pm_card_threeDSecure2Required").json().get("clientSecret").stringValue();
    }

    @Test
    void shouldNameThePaymentInTheSecret() {
        assertThat(challenge).matches("/challenge/" + id + "_secret_[0-9a-f]{32}");
        assertThat(merchant.ask(id).json().path("clientSecret").asString("")).isEqualTo(challenge.substring(11));
    }

    @Test
    void shouldAuthorizeWhatIsApproved() throws Throwable {
        try (var receiver = new Receiver()) {
            provider.setWebhookUrls(List.of(receiver.url()));

            Reply approved = merchant.send("POST", challenge + "/approve", "");

            assertThat(approved.status()).isEqualTo(200);
            assertThat(approved.standing()).isEqualTo("AUTHORIZED");
            assertThat(approved.json().has("clientSecret")).isFalse();
            eventually(() -> assertThat(receiver.standings(id)).containsExactly("AUTHORIZED"));
        }
        assertThat(merchant.post(id, "capture").standing()).isEqualTo("CAPTURED");
        assertThat(merchant.send("POST", challenge + "/approve", "").standing()).isEqualTo("CAPTURED");
        assertThat(merchant.send("POST", challenge + "/refuse", "").status()).isEqualTo(409);
    }

    @Test
    void shouldDeclineWhatIsRefused() throws Throwable {
        try (var receiver = new Receiver()) {
            provider.setWebhookUrls(List.of(receiver.url()));

            Reply refused = merchant.send("POST", challenge + "/refuse", "");

            assertThat(refused.status()).isEqualTo(200);
            assertThat(refused.standing()).isEqualTo("DECLINED");
            assertThat(refused.json().get("failure").stringValue()).isEqualTo("authentication_failed");
            eventually(() -> assertThat(receiver.standings(id)).containsExactly("DECLINED"));
        }
        Reply tooLate = merchant.send("POST", challenge + "/approve", "");
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.error()).isEqualTo("challenge_over");
        assertThat(merchant.standing(id)).isEqualTo("DECLINED");
    }

    @Test
    void shouldNotAuthorizeWhatWasVoidedMeanwhile() {
        merchant.post(id, "void");

        assertThat(merchant.send("POST", challenge + "/approve", "").status()).isEqualTo(409);

        assertThat(merchant.standing(id)).isEqualTo("VOIDED");
    }

    @Test
    void shouldNeedNoKeyButTheSecret() throws Exception {
        var buyer = new Merchant(provider, "Bearer nothing");

        assertThat(buyer.send("POST", "/challenge/" + id + "_secret_0/approve", "").status()).isEqualTo(404);
        assertThat(buyer.send("POST", challenge + "0/approve", "").status()).isEqualTo(404);
        assertThat(buyer.send("POST", "/challenge/" + UUID.randomUUID() + "_secret_0/approve", "").error())
                .isEqualTo("unknown_payment");
        assertThat(buyer.browse("GET", "/challenge/nothing").statusCode()).isEqualTo(404);
        assertThat(buyer.browse("GET", "/challenge").statusCode()).isEqualTo(404);
        assertThat(merchant.standing(id)).isEqualTo("ACTION_REQUIRED");
        assertThat(buyer.send("POST", challenge + "/approve", "").standing()).isEqualTo("AUTHORIZED");
    }

    @Test
    void shouldHaveNoChallengeForWhatNeededNone() {
        UUID plain = merchant.payment(Status.AUTHORIZED);

        assertThat(merchant.send("POST", "/challenge/" + plain + "_secret_null/refuse", "").status()).isEqualTo(404);

        assertThat(merchant.standing(plain)).isEqualTo("AUTHORIZED");
    }

    @Test
    void shouldAskTheBuyer() throws Exception {
        HttpResponse<String> page = merchant.browse("GET", challenge);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).contains("45.00 EUR")
                .contains("<form method=\"post\" action=\"" + challenge + "/approve\">")
                .contains("<form method=\"post\" action=\"" + challenge + "/refuse\">").doesNotContain("<a ");
        HttpResponse<String> done = merchant.browse("POST", challenge + "/approve");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("AUTHORIZED");
        assertThat(merchant.browse("GET", challenge).body()).contains("AUTHORIZED").doesNotContain("<form");
    }

    @Test
    void shouldGoBackToThePageTheBuyerCameFrom() throws Exception {
        String page = merchant.browse("GET", challenge + "?return=" + RETURN).body();
        assertThat(page).contains("<a href=\"http://127.0.0.1:8080/pay?a=1&amp;b=2\">")
                .contains("action=\"" + challenge + "/approve?return=" + RETURN + "\"");

        HttpResponse<String> done = merchant.browse("POST", challenge + "/approve?return=" + RETURN);

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).hasValue("http://127.0.0.1:8080/pay?a=1&b=2");
        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http%3A%2F%2Fexample.com%2F", "https%3A%2F%2Flocalhost%2F", "javascript%3Aalert(1)",
            "http%3A%2F%2F127.0.0.1%40example.com%2F", "http%3A%2F%2F127.0.0.1.example.com%2F", "%2F%2Fexample.com",
            "http%3A%2F%2Flocalhost%2F%22%3E%3Cscript%3E", ""})
    void shouldNotSendBuyersElsewhere(String elsewhere) throws Exception {
        String page = merchant.browse("GET", challenge + "?return=" + elsewhere).body();
        HttpResponse<String> done = merchant.browse("POST", challenge + "/approve?return=" + elsewhere);

        assertThat(page).contains("Approve").doesNotContain("<a ").doesNotContain("return=")
                .doesNotContain("<script");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void shouldLetPagesOfOtherOriginsAnswer() throws Exception {
        HttpResponse<String> preflight = merchant.browse("OPTIONS", challenge + "/approve");

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET, POST");
        assertThat(merchant.browse("POST", challenge + "/approve").headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
        assertThat(merchant.browse("GET", "/books").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void shouldSurviveARestart() {
        provider.close();
        start();

        assertThat(merchant.send("POST", challenge + "/approve", "").standing()).isEqualTo("AUTHORIZED");
    }
}
