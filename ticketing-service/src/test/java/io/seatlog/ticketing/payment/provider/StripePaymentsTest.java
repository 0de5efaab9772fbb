package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.payment.provider.ProviderProperties.Kind;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import io.seatlog.ticketing.payment.provider.StripeProtocolServer.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class StripePaymentsTest extends WebhookingProviderContract {
    private StripeProtocolServer stripe;
    private PaymentProvider provider;

    @BeforeEach
    void start() throws IOException {
        stripe = new StripeProtocolServer();
        provider = provider(SECRET_KEY);
    }

    @AfterEach
    void stop() {
        stripe.close();
    }

    private PaymentProvider provider(String key) {
        var properties = new ProviderProperties(Kind.STRIPE, stripe.url(), key, WEBHOOK_SECRET, Duration.ofSeconds(1),
                Duration.ofSeconds(8), 16);
        return ProviderConfiguration.stripe(properties, JsonMapper.builder().build(), Clock.systemUTC());
    }

    @Test
    void theTestServerSpeaksTheVersionOfTheSdk() {
        assertThat(Stripe.API_VERSION).isEqualTo(StripeProtocolServer.API_VERSION);
    }

    @Test
    void shouldCreateOnceWhenTheAnswerToCreateIsLost() {
        var order = order(CARD);
        stripe.next("create", Fault.LOST);

        assertUnavailable(() -> provider.authorize(order));
        assertThat(stripe.requests("confirm")).isZero();
        assertThat(provider.authorize(order).status()).isEqualTo(Status.AUTHORIZED);
        assertThat(stripe.account().all()).hasSize(1);
        assertCharges(order, 1);
    }

    @Test
    void shouldSendNothingAgainByItself() {
        var order = order(CARD);
        provider.ask(order(CARD));
        stripe.next("confirm", Fault.IGNORED);

        assertUnavailable(() -> provider.authorize(order));
        assertThat(stripe.requests("confirm")).isEqualTo(1);
    }

    @Test
    void shouldNotChargeTwiceAfterAServerError() {
        var order = order(CARD);
        stripe.next("confirm", Fault.ERROR_AFTER);

        assertUnavailable(() -> provider.authorize(order));
        assertThat(provider.authorize(order).status()).isEqualTo(Status.AUTHORIZED);
        assertCharges(order, 1);

        var before = order(CARD);
        stripe.next("confirm", Fault.ERROR);
        assertUnavailable(() -> provider.authorize(before));
        assertThat(provider.authorize(before).status()).isEqualTo(Status.AUTHORIZED);
        assertCharges(before, 1);
    }

    @Test
    void shouldNotWaitADayForAStoredServerErrorOfCreate() {
        var order = order(CARD);
        stripe.next("create", Fault.ERROR);

        assertUnavailable(() -> provider.authorize(order));
        var declined = provider.authorize(order);
        assertThat(declined.status()).isEqualTo(Status.DECLINED);
        assertThat(declined.failure()).isEqualTo("provider_error");
        assertThat(provider.release(order).status()).isEqualTo(Status.DECLINED);
        assertThat(stripe.account().all()).isEmpty();
    }

    @Test
    void shouldNotWaitADayForAStoredServerErrorOfRefund() {
        var order = order(CARD);
        var known = heard(order, provider.authorize(order));
        provider.capture(known);
        stripe.next("refund", Fault.ERROR);

        assertUnavailable(() -> provider.refund(known));
        assertThat(provider.refund(known).status()).isEqualTo(Status.REFUNDED);
        assertThat(stripe.account().of(order.paymentId()).refunds).isEqualTo(1);
    }

    @Test
    void shouldFindAnOldPaymentWhoseKeyIsForgotten() {
        var paymentId = Uuid7.of(Instant.now().minus(Duration.ofHours(25)).toEpochMilli(), 1, 2);
        var order = new Order(paymentId, Uuid7.next(), AMOUNT_MINOR, "EUR", CARD, null);
        lose(Operation.AUTHORIZE);
        assertUnavailable(() -> provider.authorize(order));
        stripe.forgetKeys();

        assertThat(provider.authorize(order).status()).isEqualTo(Status.AUTHORIZED);
        assertThat(provider.release(order).status()).isEqualTo(Status.VOIDED);
        stripe.forgetKeys();
        assertThat(provider.authorize(order).status()).isEqualTo(Status.VOIDED);
        assertThat(stripe.account().all()).hasSize(1);
        assertCharges(order, 1);
    }

    @Test
    void shouldCloseWhatIsDeclinedToWhoeverHoldsTheClientSecret() {
        var order = order(CARD_WITH_CHALLENGE);
        var challenged = provider.authorize(order);
        var secret = String.valueOf(challenged.clientSecret());
        answerChallenge(secret, false);

        assertThat(provider.ask(heard(order, challenged)).status()).isEqualTo(Status.DECLINED);
        assertThat(stripe.account().confirmAsBuyer(secret, CARD).status()).isEqualTo(400);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldSeeThatTheBuyerPaidAfterADeclineThatNobodyHeard() {
        var order = order(CARD_WITH_CHALLENGE);
        var challenged = provider.authorize(order);
        var secret = String.valueOf(challenged.clientSecret());
        answerChallenge(secret, false);
        stripe.account().confirmAsBuyer(secret, CARD);

        assertThat(provider.ask(heard(order, challenged)).status()).isEqualTo(Status.AUTHORIZED);
        assertMoved(1, 0, 0);
    }

    @Test
    void shouldNotCallItDeclinedBeforeItIsClosed() {
        var order = order(POOR_CARD);
        stripe.next("cancel", Fault.IGNORED);

        assertUnavailable(() -> provider.authorize(order));
        assertThat(provider.authorize(order).failure()).isEqualTo("insufficient_funds");
        assertCharges(order, 1);
    }

    @Test
    void shouldDeclineWhatStripeRefusesToCreate() {
        var order = new Order(Uuid7.next(), Uuid7.next(), 10, "EUR", CARD, null);

        var declined = provider.authorize(order);
        assertThat(declined.status()).isEqualTo(Status.DECLINED);
        assertThat(declined.failure()).isEqualTo("amount_too_small");
        assertThat(provider.authorize(order)).isEqualTo(declined);
    }

    @Test
    void shouldBeUncertainOfAnotherAmountUnderTheSameId() {
        var order = order(CARD);
        provider.authorize(order);
        var other = new Order(order.paymentId(), order.bookingId(), AMOUNT_MINOR + 1, "EUR", CARD, null);

        assertUnavailable(() -> provider.authorize(other));
        assertMoved(1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "KEY_IN_USE", "FORBIDDEN", "GATEWAY", "EMPTY", "IGNORED"})
    void shouldBeUncertainOfWhatIsNoAnswer(Fault fault) {
        for (var operation : new String[]{"create", "confirm"}) {
            var order = order(CARD);
            stripe.next(operation, fault);
            assertUnavailable(() -> provider.authorize(order));
            assertThat(provider.authorize(order).status()).isEqualTo(Status.AUTHORIZED);
            assertCharges(order, 1);
        }
        var order = order(CARD);
        var known = heard(order, provider.authorize(order));
        stripe.next("capture", fault);
        assertUnavailable(() -> provider.capture(known));
        assertThat(provider.capture(known).status()).isEqualTo(Status.CAPTURED);
        // More than once, because the JDK sends a GET again.
        stripe.next("retrieve", fault, fault, fault, fault, fault, fault);
        assertUnavailable(() -> provider.ask(known));
    }

    @Test
    void shouldBeUncertainWithAWrongKey() {
        var order = order(CARD);
        var known = heard(order, provider.authorize(order));
        var stranger = provider("sk_test_of_another_account");

        assertUnavailable(() -> stranger.authorize(order));
        assertUnavailable(() -> stranger.ask(known));
        assertUnavailable(() -> stranger.release(known));
        assertThat(provider.ask(known).status()).isEqualTo(Status.AUTHORIZED);
    }

    @Test
    void shouldBeUncertainOfAReferenceThatStripeDoesNotKnow() {
        var unknown = new Order(Uuid7.next(), Uuid7.next(), AMOUNT_MINOR, "EUR", CARD, "pi_of_another_account");

        assertUnavailable(() -> provider.ask(unknown));
        assertUnavailable(() -> provider.capture(unknown));
        assertUnavailable(() -> provider.release(unknown));
    }

    @Test
    void shouldFindThePaymentOfACharge() {
        var paymentId = Uuid7.next();
        for (var object : new String[]{"{\"metadata\":{\"seatlog_payment\":\"%s\"}}",
                "{\"payment_intent\":{\"metadata\":{\"seatlog_payment\":\"%s\"}}}"}) {
            var body = "{\"type\":\"charge.refunded\",\"data\":{\"object\":" + object.formatted(paymentId) + "}}";
            assertThat(provider.webhook(bytes(body), signature(body, Instant.now(), WEBHOOK_SECRET)))
                    .contains(paymentId);
        }
        var elsewhere = "{\"type\":\"charge.refunded\",\"data\":{\"object\":{\"payment_intent\":\"pi_1\"}}}";
        assertThat(provider.webhook(bytes(elsewhere), signature(elsewhere, Instant.now(), WEBHOOK_SECRET))).isEmpty();
    }

    private void assertCharges(Order order, int charges) {
        assertThat(stripe.account().of(order.paymentId()).charges).isEqualTo(charges);
    }

    @Override
    PaymentProvider provider() {
        return provider;
    }

    @Override
    void lose(Operation operation) {
        stripe.next(call(operation), Fault.LOST);
    }

    @Override
    void ignore(Operation operation) {
        stripe.next(call(operation), Fault.IGNORED);
    }

    private static String call(Operation operation) {
        return switch (operation) {
            case AUTHORIZE -> "confirm";
            case CAPTURE -> "capture";
            case RELEASE -> "cancel";
            case REFUND -> "refund";
        };
    }

    @Override
    void setDown(boolean down) {
        stripe.setDown(down);
    }

    @Override
    void answerChallenge(String clientSecret, boolean approve) {
        stripe.account().authenticate(clientSecret, approve);
    }

    @Override
    Books books() {
        var all = stripe.account().all();
        return new Books(all.stream().filter(one -> one.status.equals("requires_capture")).count(),
                all.stream().filter(one -> one.status.equals("succeeded") && !one.refunded).count(),
                all.stream().filter(one -> one.refunded).count());
    }

    @Override
    String webhookBody(UUID paymentId) {
        return """
                {"id":"evt_1","object":"event","api_version":"2020-08-27","type":"payment_intent.succeeded",
                 "data":{"object":{"id":"pi_1","object":"payment_intent","metadata":{"seatlog_payment":"%s"}}}}"""
                .formatted(paymentId);
    }
}
