package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.embedded.provider.Merchant.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class MerchantCallsTest extends RunningProvider {
    private static final UUID ID = UUID.fromString("0196f000-0000-7000-8000-000000000001");

    @Test
    void shouldAuthorizeCaptureAndRefund() {
        assertThat(merchant.authorize(ID, "pm_card_visa")).isEqualTo(standing("AUTHORIZED"));
        assertThat(merchant.post(ID, "capture")).isEqualTo(standing("CAPTURED"));
        assertThat(merchant.post(ID, "capture")).isEqualTo(standing("CAPTURED"));
        assertThat(merchant.post(ID, "refund")).isEqualTo(standing("REFUNDED"));
        assertThat(merchant.post(ID, "refund")).isEqualTo(standing("REFUNDED"));
        assertThat(merchant.ask(ID)).isEqualTo(standing("REFUNDED"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            pm_card_visa                                  -> AUTHORIZED
            pm_card_mastercard                            -> AUTHORIZED
            pm_seatlog_captureRefused                     -> AUTHORIZED
            pm_card_visa_chargeDeclined                   -> DECLINED card_declined
            pm_card_visa_chargeDeclinedInsufficientFunds  -> DECLINED insufficient_funds
            pm_card_chargeDeclinedExpiredCard             -> DECLINED expired_card
            pm_card_threeDSecure2Required                 -> ACTION_REQUIRED
            """)
    void shouldTreatMethodsByTheirNames(String method, String expected) {
        JsonNode json = merchant.authorize(ID, method).json();

        String failure = json.path("failure").asString("");
        assertThat((json.get("status").stringValue() + " " + failure).strip()).isEqualTo(expected);
        assertThat(json.has("clientSecret")).isEqualTo(method.equals("pm_card_threeDSecure2Required"));
    }

    @Test
    void shouldVoidWhatRefusesItsCapture() {
        merchant.authorize(ID, "pm_seatlog_captureRefused");

        for (int i = 0; i < 2; i++) {
            Reply reply = merchant.post(ID, "capture");
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.json()).isEqualTo(standing("VOIDED").json().asObject()
                    .put("failure", "capture_refused").put("error", "not_capturable"));
        }
    }

    @Test
    void shouldAnswerARepeatedIdWithHowItStandsNow() {
        merchant.authorize(ID, "pm_card_visa");
        merchant.post(ID, "capture");

        assertThat(merchant.authorize(ID, "pm_card_visa")).isEqualTo(standing("CAPTURED"));
        assertThat(merchant.books().get("capturedMinor").longValue()).isEqualTo(4_500);
    }

    @Test
    void shouldRefuseAnIdThatIsUsedForSomethingElse() {
        merchant.authorize(ID, "pm_card_visa");

        assertThat(merchant.authorize(ID, "pm_card_mastercard")).isEqualTo(new Reply(409, "{\"error\":\"id_reused\"}"));
        for (String other : List.of("\"amountMinor\":4501", "\"currency\":\"USD\"",
                "\"bookingId\":\"" + UUID.randomUUID() + "\"")) {
            ObjectNode order = Merchant.order(ID, "pm_card_visa");
            order.setAll(Json.MAPPER.readTree("{" + other + "}").asObject());
            assertThat(merchant.send("POST", "/v1/payments", order.toString()))
                    .isEqualTo(new Reply(409, "{\"error\":\"id_reused\"}"));
        }
        assertThat(merchant.ask(ID)).isEqualTo(standing("AUTHORIZED"));
    }

    @Test
    void shouldKeepVoidWhatWasVoidedBeforeItCame() {
        Reply tombstone = new Reply(200, "{\"id\":\"" + ID + "\",\"status\":\"VOIDED\"}");
        assertThat(merchant.post(ID, "void")).isEqualTo(tombstone);
        assertThat(merchant.post(ID, "void")).isEqualTo(tombstone);

        assertThat(merchant.authorize(ID, "pm_card_visa")).isEqualTo(standing("VOIDED"));
        assertThat(merchant.authorize(ID, "pm_card_visa")).isEqualTo(standing("VOIDED"));
        assertThat(merchant.authorize(ID, "pm_card_mastercard").error()).isEqualTo("id_reused");
        assertThat(merchant.post(ID, "capture").status()).isEqualTo(409);
        assertThat(merchant.books().get("openAuthorizations").longValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            capture ACTION_REQUIRED -> 409 not_capturable ACTION_REQUIRED
            capture VOIDED          -> 409 not_capturable VOIDED
            capture DECLINED        -> 409 not_capturable DECLINED
            void    ACTION_REQUIRED -> 200 VOIDED
            void    AUTHORIZED      -> 200 VOIDED
            void    DECLINED        -> 200 DECLINED
            void    CAPTURED        -> 409 not_voidable CAPTURED
            void    REFUNDED        -> 409 not_voidable REFUNDED
            refund  AUTHORIZED      -> 409 not_refundable AUTHORIZED
            """)
    void shouldAnswerWithTheStandingAlsoWhenNotPossible(String call, String expected) {
        String[] words = call.split(" +");
        UUID id = merchant.payment(Status.valueOf(words[1]));

        Reply reply = merchant.post(id, words[0]);

        String error = reply.error().isEmpty() ? "" : reply.error() + " ";
        assertThat(reply.status() + " " + error + reply.standing()).isEqualTo(expected);
        assertThat(reply.json().get("id").stringValue()).isEqualTo(id.toString());
    }

    @Test
    void shouldKnowOnlyWhatWasAuthorizedOrVoided() {
        Reply unknown = new Reply(404, "{\"error\":\"unknown_payment\"}");

        assertThat(merchant.ask(ID)).isEqualTo(unknown);
        assertThat(merchant.post(ID, "capture")).isEqualTo(unknown);
        assertThat(merchant.post(ID, "refund")).isEqualTo(unknown);
        assertThat(merchant.books().get("payments").longValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer other", "Bearer", "Basic " + Merchant.KEY, "Bearer " + Merchant.KEY + "x"})
    void shouldServeMerchantsWithTheKeyOnly(String authorization) {
        UUID id = merchant.payment(Status.AUTHORIZED);
        var stranger = new Merchant(provider, authorization);

        assertThat(stranger.authorize(ID, "pm_card_visa")).isEqualTo(new Reply(401, "{\"error\":\"unauthorized\"}"));
        assertThat(stranger.ask(id).status()).isEqualTo(401);
        assertThat(stranger.post(id, "capture").status()).isEqualTo(401);
        assertThat(stranger.post(id, "void").status()).isEqualTo(401);
        assertThat(stranger.post(id, "refund").status()).isEqualTo(401);
        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            id: null                                   -> id
            id: 17                                     -> id
            id: "1-1-1-1-1"                            -> id
            id: "0196f000-0000-7000-8000-00000000000g" -> id
            amountMinor: null                          -> amountMinor
            amountMinor: 0                             -> amountMinor
            amountMinor: -1                            -> amountMinor
            amountMinor: 45.00                         -> amountMinor
            amountMinor: "4500"                        -> amountMinor
            amountMinor: 1000000000001                 -> amountMinor
            amountMinor: 99999999999999999999          -> amountMinor
            currency: "eur"                            -> currency
            currency: "EURO"                           -> currency
            currency: null                             -> currency
            method: "pm_card_unknown"                  -> method
            method: null                               -> method
            bookingId: "B1"                            -> bookingId
            bookingId: null                            -> bookingId
            amount: 4500                               -> amount
            """, quoteCharacter = '~')
    void shouldNameTheFieldThatIsWrong(String change, String field) {
        String[] parts = change.split(": ");
        ObjectNode order = Merchant.order(ID, "pm_card_visa");
        order.set(parts[0], Json.MAPPER.readTree(parts[1]));

        Reply reply = merchant.send("POST", "/v1/payments", order.toString());

        assertThat(reply).isEqualTo(invalid(field));
        assertThat(merchant.ask(ID).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "4", "{", "{\"id\":1,\"id\":1}", "{} {}"})
    void shouldRefuseABodyThatIsNoObject(String body) {
        assertThat(merchant.send("POST", "/v1/payments", body)).isEqualTo(invalid("body"));
    }

    @Test
    void shouldRefuseBodiesAboveTheLimit() {
        String order = Merchant.order(ID, "pm_card_visa").toString();
        String largest = order + " ".repeat(Exchange.MOST_BODY_BYTES - order.length());

        assertThat(merchant.send("POST", "/v1/payments", largest + " ").status()).isEqualTo(413);
        assertThat(merchant.ask(ID).status()).isEqualTo(404);
        assertThat(merchant.send("POST", "/v1/payments", largest).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/payments", "GET,/v1", "GET,/v1/charges", "POST,/v1/payments/ID/steal", "GET,/",
            "GET,/v1/payments/ID/capture", "DELETE,/v1/payments/ID", "GET,/books/ledger", "POST,/books",
            "GET,/controls",
            "PUT,/control/rules", "POST,/control/held/1"})
    void shouldHaveNothingElse(String method, String path) {
        assertThat(merchant.send(method, path.replace("ID", ID.toString()), ""))
                .isEqualTo(new Reply(404, "{\"error\":\"unknown_path\"}"));
    }

    @Test
    void shouldRefuseAnIdInThePathThatIsNone() {
        assertThat(merchant.send("GET", "/v1/payments/17", "")).isEqualTo(invalid("id"));
    }

    @Test
    void shouldLetExactlyOneOfCaptureAndVoidWin() throws Exception {
        List<UUID> ids = Stream.generate(() -> merchant.payment(Status.AUTHORIZED)).limit(200).toList();

        List<CompletableFuture<Reply>> captures = new ArrayList<>();
        List<CompletableFuture<Reply>> voids = new ArrayList<>();
        for (UUID id : ids) {
            captures.add(merchant.later(id, "capture"));
            voids.add(merchant.later(id, "void"));
        }

        int captured = 0;
        for (int i = 0; i < ids.size(); i++) {
            Reply capture = captures.get(i).get(60, TimeUnit.SECONDS);
            Reply release = voids.get(i).get(60, TimeUnit.SECONDS);
            assertThat(List.of(capture.status(), release.status())).containsExactlyInAnyOrder(200, 409);
            String stands = merchant.standing(ids.get(i));
            assertThat(stands).isEqualTo(capture.status() == 200 ? "CAPTURED" : "VOIDED")
                    .isEqualTo(capture.standing()).isEqualTo(release.standing());
            captured += capture.status() == 200 ? 1 : 0;
        }
        JsonNode books = merchant.books();
        assertThat(books.get("captured").intValue()).isEqualTo(captured);
        assertThat(books.get("capturedMinor").intValue()).isEqualTo(captured * 4_500);
        assertThat(books.get("openAuthorizedMinor").intValue()).isZero();
    }

    private static Reply standing(String status) {
        return new Reply(200, "{\"id\":\"" + ID + "\",\"status\":\"" + status
                + "\",\"amountMinor\":4500,\"currency\":\"EUR\"}");
    }

    private static Reply invalid(String field) {
        return new Reply(400, "{\"error\":\"invalid_request\",\"field\":\"" + field + "\"}");
    }
}
