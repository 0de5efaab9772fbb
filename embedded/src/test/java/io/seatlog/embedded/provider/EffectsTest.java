package io.seatlog.embedded.provider;

import static io.seatlog.embedded.provider.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.embedded.provider.Merchant.Reply;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a rule does to a call: to its answer, to the books and to its webhook. */
class EffectsTest extends RunningProvider {
    private Receiver receiver;
    private UUID id;

    @BeforeEach
    void authorize() throws Throwable {
        receiver = new Receiver();
        id = merchant.payment(Status.AUTHORIZED);
        provider.setWebhookUrls(List.of(receiver.url()));
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void shouldTellEveryChangeOnce() throws Throwable {
        UUID other = UUID.randomUUID();
        merchant.authorize(other, "pm_card_visa");
        merchant.authorize(other, "pm_card_visa");
        merchant.post(other, "capture");
        merchant.post(other, "capture");
        merchant.post(other, "void");
        merchant.post(other, "refund");
        merchant.post(id, "void");
        merchant.ask(id);

        assertThatNothingElseIsTold();
        assertThat(receiver.standings(other)).containsExactlyInAnyOrder("AUTHORIZED", "CAPTURED", "REFUNDED");
        assertThat(receiver.standings(id)).containsExactly("VOIDED");
    }

    @Test
    void shouldSendWebhooksWithTheStanding() throws Throwable {
        Reply captured = merchant.post(id, "capture");

        eventually(() -> assertThat(receiver.received).hasSize(1));
        JsonNode event = receiver.received.getFirst().json();
        assertThat(event.propertyNames()).containsExactly("id", "type", "payment", "at");
        assertThat(event.get("type").stringValue()).isEqualTo("payment.changed");
        assertThat(event.get("payment")).isEqualTo(captured.json());
        assertThat(event.get("at").stringValue()).endsWith("Z");
        assertThat(receiver.received.getFirst().signature()).matches("t=\\d+,v1=[0-9a-f]{64}");
    }

    @Test
    void shouldRepeatWebhooksThatAreNotAccepted() throws Throwable {
        receiver.refusals.set(1);

        merchant.post(id, "capture");

        eventually(() -> assertThat(merchant.books().get("webhooks").get("delivered").intValue()).isOne());
        assertThat(receiver.standings(id)).containsExactly("CAPTURED", "CAPTURED");
    }

    @Test
    void shouldServeAfterADelay() {
        merchant.rule("capture", "delay", "\"millis\":10");

        assertThat(merchant.post(id, "capture").standing()).isEqualTo("CAPTURED");
    }

    @Test
    void shouldFailWithoutDoingAnything() {
        merchant.rule("capture", "error", "");

        assertThat(merchant.post(id, "capture")).isEqualTo(new Reply(500, "{\"error\":\"internal_error\"}"));

        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
        assertThat(merchant.post(id, "capture").standing()).isEqualTo("CAPTURED");
    }

    @Test
    void shouldLoseAnswers() throws Throwable {
        merchant.rule("capture", "lost", "");

        merchant.assertNoAnswer(id, "capture");

        eventually(() -> assertThat(receiver.standings(id)).containsExactly("CAPTURED"));
        assertThat(merchant.standing(id)).isEqualTo("CAPTURED");
    }

    @Test
    void shouldIgnoreCalls() throws Throwable {
        merchant.rule("capture", "ignored", "");

        merchant.assertNoAnswer(id, "capture");

        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
        assertThatNothingElseIsTold();
        assertThat(receiver.standings(id)).isEmpty();
    }

    @Test
    void shouldBeAbleToLeaveQuestionsWithoutAnAnswer() {
        merchant.rule("ask", "ignored", "\"times\":1000");

        assertThatThrownBy(() -> merchant.ask(id)).isInstanceOf(UncheckedIOException.class);

        merchant.send("DELETE", "/control/rules", "");
        assertThat(merchant.ask(id).status()).isEqualTo(200);
    }

    @Test
    void shouldExecuteLate() throws Throwable {
        merchant.rule("authorize", "late", "\"millis\":1");
        UUID late = UUID.randomUUID();

        assertThatThrownBy(() -> merchant.authorize(late, "pm_card_visa")).isInstanceOf(UncheckedIOException.class);

        eventually(() -> assertThat(merchant.standing(late)).isEqualTo("AUTHORIZED"));
        eventually(() -> assertThat(receiver.standings(late)).containsExactly("AUTHORIZED"));
    }

    @Test
    void shouldFindVoidWhatComesLate() throws Throwable {
        merchant.rule("authorize", "late", "\"millis\":300");
        UUID late = UUID.randomUUID();
        assertThatThrownBy(() -> merchant.authorize(late, "pm_card_visa")).isInstanceOf(UncheckedIOException.class);

        assertThat(merchant.post(late, "void").standing()).isEqualTo("VOIDED");

        eventually(() -> assertThat(merchant.ask(late).json().has("amountMinor")).isTrue());
        assertThat(merchant.standing(late)).isEqualTo("VOIDED");
    }

    @Test
    void shouldHoldCallsBeforeTheyAreExecuted() throws Throwable {
        merchant.rule("capture", "hold-before", "");
        CompletableFuture<Reply> capture = merchant.later(id, "capture");
        long call = held("before");

        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
        assertThat(merchant.post(id, "void").standing()).isEqualTo("VOIDED");
        assertThat(capture).isNotDone();

        assertThat(merchant.send("POST", "/control/held/" + call + "/release", "").status()).isEqualTo(204);
        Reply reply = capture.get(30, TimeUnit.SECONDS);
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.standing()).isEqualTo("VOIDED");
        assertThat(merchant.held()).isEmpty();
    }

    @Test
    void shouldHoldAnswersAfterTheCallWasExecuted() throws Throwable {
        merchant.rule("capture", "hold-after", "");
        CompletableFuture<Reply> capture = merchant.later(id, "capture");
        held("after");

        assertThat(merchant.standing(id)).isEqualTo("CAPTURED");
        eventually(() -> assertThat(receiver.standings(id)).containsExactly("CAPTURED"));
        assertThat(merchant.post(id, "refund").standing()).isEqualTo("REFUNDED");
        assertThat(capture).isNotDone();

        assertThat(merchant.send("POST", "/control/held/release", "").status()).isEqualTo(204);
        assertThat(capture.get(30, TimeUnit.SECONDS).standing()).isEqualTo("CAPTURED");
    }

    @Test
    void shouldReleaseEverythingWithTheRules() throws Throwable {
        merchant.rule("any", "hold-before", "\"times\":1000");
        CompletableFuture<Reply> capture = merchant.later(id, "capture");
        held("before");

        assertThat(merchant.send("DELETE", "/control/rules", "").status()).isEqualTo(204);

        assertThat(capture.get(30, TimeUnit.SECONDS).standing()).isEqualTo("CAPTURED");
        assertThat(merchant.ask(id).standing()).isEqualTo("CAPTURED");
    }

    @Test
    void shouldSendAWebhookTwice() throws Throwable {
        merchant.rule("capture", "duplicate", "");

        assertThat(merchant.post(id, "capture").standing()).isEqualTo("CAPTURED");

        eventually(() -> assertThat(receiver.standings(id)).containsExactly("CAPTURED", "CAPTURED"));
        assertThat(receiver.received).extracting(Receiver.Received::body).containsOnly(
                receiver.received.getFirst().body());
    }

    @Test
    void shouldSendAWebhookBeforeTheAnswer() {
        merchant.rule("capture", "webhook-first", "");

        merchant.post(id, "capture");

        assertThat(receiver.standings(id)).containsExactly("CAPTURED");
    }

    @Test
    void shouldAnswerAlsoWhenTheWebhookBeforeItIsNotAccepted() throws Throwable {
        receiver.refusals.set(1);
        merchant.rule("capture", "webhook-first", "");

        assertThat(merchant.post(id, "capture").standing()).isEqualTo("CAPTURED");

        eventually(() -> assertThat(receiver.standings(id)).containsExactly("CAPTURED", "CAPTURED"));
    }

    @Test
    void shouldSendAWebhookLate() throws Throwable {
        merchant.rule("capture", "webhook-late", "\"millis\":300");

        merchant.post(id, "capture");
        UUID other = merchant.payment(Status.AUTHORIZED);

        eventually(() -> assertThat(receiver.standings(id)).containsExactly("CAPTURED"));
        assertThat(receiver.standings(other)).containsExactly("AUTHORIZED");
    }

    @Test
    void shouldSendNoWebhook() throws Throwable {
        merchant.rule("capture", "webhook-none", "");

        assertThat(merchant.post(id, "capture").standing()).isEqualTo("CAPTURED");

        assertThatNothingElseIsTold();
        assertThat(receiver.standings(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
            "operation":"capture"                                 -> true
            "operation":"any"                                     -> true
            "operation":"void"                                    -> false
            "operation":"any","payment":"ID"                      -> true
            "operation":"any","payment":"BOOKING"                 -> false
            "operation":"any","bookingId":"BOOKING"               -> true
            "operation":"any","bookingId":"ID"                    -> false
            "operation":"any","method":"pm_card_visa"             -> true
            "operation":"any","method":"pm_card_mastercard"       -> false
            """)
    void shouldApplyToMatchingCalls(String rule, boolean applies) {
        String fields = rule.replace("ID\"", id + "\"").replace("BOOKING\"", Merchant.BOOKING + "\"");
        Reply added = merchant.send("POST", "/control/rules", "{\"effect\":\"error\"," + fields + "}");
        assertThat(added.status()).isEqualTo(201);

        assertThat(merchant.post(id, "capture").status()).isEqualTo(applies ? 500 : 200);
    }

    @Test
    void shouldApplyAsOftenAsSaid() {
        merchant.rule("capture", "error", "\"times\":2");

        assertThat(merchant.post(id, "capture").status()).isEqualTo(500);
        assertThat(merchant.post(id, "capture").status()).isEqualTo(500);
        assertThat(merchant.post(id, "capture").status()).isEqualTo(200);
    }

    @Test
    void shouldNumberItsRules() {
        String rule = "{\"operation\":\"void\",\"effect\":\"error\"}";

        assertThat(merchant.send("POST", "/control/rules", rule)).isEqualTo(new Reply(201, "{\"rule\":1}"));
        assertThat(merchant.send("POST", "/control/rules", rule)).isEqualTo(new Reply(201, "{\"rule\":2}"));
    }

    @Test
    void shouldRefuseMoreRulesThanItsLimit() {
        for (int i = 0; i < Rules.LIMIT; i++) {
            merchant.rule("void", "error", "");
        }

        assertThat(merchant.send("POST", "/control/rules", "{\"operation\":\"void\",\"effect\":\"error\"}"))
                .isEqualTo(new Reply(503, "{\"error\":\"too_many_rules\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
            {"effect":"lost"}                                                  -> operation
            {"operation":"pay","effect":"lost"}                                -> operation
            {"operation":"void"}                                               -> effect
            {"operation":"void","effect":"hold_before"}                        -> effect
            {"operation":"void","effect":"lost","payment":"P1"}                -> payment
            {"operation":"void","effect":"lost","method":"pm_none"}            -> method
            {"operation":"void","effect":"lost","bookingId":1}                 -> bookingId
            {"operation":"void","effect":"lost","times":0}                     -> times
            {"operation":"void","effect":"lost","times":1000001}               -> times
            {"operation":"void","effect":"late","millis":-1}                   -> millis
            {"operation":"void","effect":"late","millis":600001}               -> millis
            {"operation":"void","effect":"late","milis":1}                     -> milis
            """)
    void shouldNameTheFieldOfARuleThatIsWrong(String rule, String field) {
        assertThat(merchant.send("POST", "/control/rules", rule))
                .isEqualTo(new Reply(400, "{\"error\":\"invalid_request\",\"field\":\"" + field + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"latencyMillis\":-1}", "{\"latencyMillis\":60001}", "{\"latencyMillis\":\"1\"}"})
    void shouldNameTheSettingThatIsWrong(String settings) {
        assertThat(merchant.send("PUT", "/control", settings).json().get("field").stringValue())
                .isEqualTo("latencyMillis");
        assertThat(merchant.send("PUT", "/control", "{\"down\":1}").json().get("field").stringValue())
                .isEqualTo("down");
        assertThat(merchant.send("POST", "/control/held/one/release", "").json().get("field").stringValue())
                .isEqualTo("call");
    }

    @Test
    void shouldChangeSomeSettingsAndKeepTheOthers() {
        assertThat(merchant.send("GET", "/control", "").body())
                .isEqualTo("{\"latencyMillis\":0,\"down\":false,\"webhooks\":true}");

        merchant.send("PUT", "/control", "{\"latencyMillis\":5}");
        assertThat(merchant.send("PUT", "/control", "{\"webhooks\":false}").body())
                .isEqualTo("{\"latencyMillis\":5,\"down\":false,\"webhooks\":false}");

        assertThat(merchant.send("GET", "/control", "").body())
                .isEqualTo("{\"latencyMillis\":5,\"down\":false,\"webhooks\":false}");
        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
    }

    @Test
    void shouldLookDead() throws Throwable {
        merchant.rule("refund", "hold-after", "");
        UUID captured = merchant.payment(Status.CAPTURED);
        CompletableFuture<Reply> refund = merchant.later(captured, "refund");
        held("after");
        merchant.send("PUT", "/control", "{\"down\":true}");

        merchant.assertNoAnswer(id, "capture");
        assertThatThrownBy(() -> merchant.ask(id)).isInstanceOf(UncheckedIOException.class);
        merchant.send("POST", "/control/held/release", "");
        assertThat(refund).failsWithin(30, TimeUnit.SECONDS);

        merchant.send("PUT", "/control", "{\"down\":false}");
        assertThat(merchant.standing(id)).isEqualTo("AUTHORIZED");
        assertThat(merchant.standing(captured)).isEqualTo("REFUNDED");
    }

    @Test
    void shouldBeSilentWithoutWebhooks() throws Throwable {
        merchant.send("PUT", "/control", "{\"webhooks\":false}");
        merchant.post(id, "capture");
        merchant.send("PUT", "/control", "{\"webhooks\":true}");

        assertThatNothingElseIsTold();
        assertThat(receiver.standings(id)).isEmpty();
    }

    /** The call that is held, once there is one. */
    private long held(String phase) throws Throwable {
        eventually(() -> assertThat(merchant.held()).hasSize(1));
        JsonNode call = merchant.held().get(0);
        assertThat(call.get("phase").stringValue()).isEqualTo(phase);
        assertThat(call.get("operation").stringValue()).isIn("capture", "refund");
        assertThat(call.get("bookingId").stringValue()).isEqualTo(Merchant.BOOKING.toString());
        assertThat(call.get("payment").stringValue()).hasSize(36);
        return call.get("call").longValue();
    }

    /** More webhooks than there are senders, sent afterwards, have come: so all before them are at least on their way. */
    private void assertThatNothingElseIsTold() throws Throwable {
        for (int i = 0; i < 20; i++) {
            UUID later = merchant.payment(Status.AUTHORIZED);
            eventually(() -> assertThat(receiver.standings(later)).containsExactly("AUTHORIZED"));
        }
    }
}
