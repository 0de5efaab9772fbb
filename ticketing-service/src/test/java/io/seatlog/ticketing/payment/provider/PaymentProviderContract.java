package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Seatlog relies on, of whichever provider. A payment's reference is used as soon as one was heard, as in earnest. */
abstract class PaymentProviderContract {
    static final String SECRET_KEY = "sk_test_contract_4f9d1c";
    static final String WEBHOOK_SECRET = "whsec_contract_77aa10";
    static final String CARD = "pm_card_visa";
    static final String POOR_CARD = "pm_card_visa_chargeDeclinedInsufficientFunds";
    static final String EXPIRED_CARD = "pm_card_chargeDeclinedExpiredCard";
    static final String CARD_WITH_CHALLENGE = "pm_card_threeDSecure2Required";
    static final String CARD_NOT_CAPTURABLE = "pm_seatlog_captureRefused";
    static final long AMOUNT_MINOR = 4500;

    enum Operation {
        AUTHORIZE,
        CAPTURE,
        RELEASE,
        REFUND
    }

    /** Payments of the provider's by where their money is now. */
    record Books(long reserved, long captured, long refunded) {}

    abstract PaymentProvider provider();

    /** The next such call is carried out, and its answer lost. */
    abstract void lose(Operation operation);

    /** The next such call is lost on its way. */
    abstract void ignore(Operation operation);

    abstract void setDown(boolean down);

    /** The buyer approves or refuses the payment. */
    abstract void answerChallenge(String clientSecret, boolean approve);

    abstract Books books();

    @Test
    void shouldReserveAndCaptureOnce() {
        var order = order(CARD);

        var authorized = provider().authorize(order);
        assertThat(authorized.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(authorized.reference()).isNotBlank();
        assertThat(authorized.failure()).isNull();
        assertThat(authorized.clientSecret()).isNull();
        var known = heard(order, authorized);
        assertThat(provider().authorize(known).status()).isEqualTo(Status.AUTHORIZED);
        assertThat(provider().authorize(order)).isEqualTo(authorized);
        assertThat(provider().ask(known).status()).isEqualTo(Status.AUTHORIZED);
        assertMoved(1, 0, 0);

        assertThat(provider().capture(known).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().capture(known).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().capture(order).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().ask(known).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().authorize(order).status()).isEqualTo(Status.CAPTURED);
        assertMoved(0, 1, 0);
    }

    @Test
    void shouldDeclineForGoodWithTheCode() {
        for (var card : List.of(POOR_CARD, EXPIRED_CARD)) {
            var order = order(card);
            var code = card.equals(POOR_CARD) ? "insufficient_funds" : "expired_card";

            var declined = provider().authorize(order);
            assertThat(declined.status()).isEqualTo(Status.DECLINED);
            assertThat(declined.failure()).isEqualTo(code);
            assertThat(provider().authorize(heard(order, declined))).isEqualTo(declined);
            assertThat(provider().authorize(order)).isEqualTo(declined);
            assertThat(provider().ask(heard(order, declined))).isEqualTo(declined);
            assertThat(provider().capture(heard(order, declined)).status()).isEqualTo(Status.DECLINED);
            assertThat(provider().release(heard(order, declined)).status()).isIn(Status.DECLINED, Status.VOIDED);
        }
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldDeclineAMethodNobodyKnows() {
        var order = order("pm_nobody_knows_this");

        var declined = provider().authorize(order);
        assertThat(declined.status()).isEqualTo(Status.DECLINED);
        assertThat(declined.failure()).isNotBlank();
        assertThat(provider().authorize(order).status()).isEqualTo(Status.DECLINED);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldReserveAfterTheBuyerApproved() {
        var order = order(CARD_WITH_CHALLENGE);

        var challenged = provider().authorize(order);
        assertThat(challenged.status()).isEqualTo(Status.ACTION_REQUIRED);
        var secret = challenged.clientSecret();
        assertThat(secret).isNotBlank();
        assertThat(provider().authorize(order)).isEqualTo(challenged);
        assertThat(provider().capture(heard(order, challenged)).status()).isEqualTo(Status.ACTION_REQUIRED);
        assertMoved(0, 0, 0);

        answerChallenge(String.valueOf(secret), true);
        var asked = provider().ask(heard(order, challenged));
        assertThat(asked.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(asked.clientSecret()).isNull();
        assertMoved(1, 0, 0);
        assertThat(provider().capture(heard(order, challenged)).status()).isEqualTo(Status.CAPTURED);
    }

    @Test
    void shouldDeclineAfterTheBuyerRefused() {
        var order = order(CARD_WITH_CHALLENGE);
        var challenged = provider().authorize(order);

        answerChallenge(String.valueOf(challenged.clientSecret()), false);
        var declined = provider().ask(heard(order, challenged));
        assertThat(declined.status()).isEqualTo(Status.DECLINED);
        assertThat(declined.failure()).contains("authentication_fail");
        assertThat(provider().authorize(order).status()).isEqualTo(Status.DECLINED);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldVoidAChallengeThatIsReleased() {
        var order = order(CARD_WITH_CHALLENGE);
        var challenged = provider().authorize(order);

        assertThat(provider().release(heard(order, challenged)).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().authorize(order).status()).isEqualTo(Status.VOIDED);
    }

    @Test
    void shouldReleaseWhatWasReserved() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));

        assertThat(provider().release(known).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().release(known).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().release(order).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().ask(known).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().capture(known).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().authorize(order).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().refund(known).status()).isEqualTo(Status.VOIDED);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldKeepVoidWhatWasReleasedBeforeItWasAuthorised() {
        var order = order(CARD);

        var released = provider().release(order);
        assertThat(released.status()).isEqualTo(Status.VOIDED);
        assertThat(provider().authorize(order).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().authorize(heard(order, released)).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().capture(order).status()).isEqualTo(Status.VOIDED);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldKeepWhatIsCapturedWhenItIsReleasedTooLate() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));
        provider().capture(known);

        assertThat(provider().release(known).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().release(order).status()).isEqualTo(Status.CAPTURED);
        assertMoved(0, 1, 0);
    }

    @Test
    void shouldRefundOnceAndOnlyWhatIsCaptured() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));

        assertThat(provider().refund(known).status()).isEqualTo(Status.AUTHORIZED);
        provider().capture(known);
        assertThat(provider().refund(known).status()).isEqualTo(Status.REFUNDED);
        assertThat(provider().refund(known).status()).isEqualTo(Status.REFUNDED);
        assertThat(provider().refund(order).status()).isEqualTo(Status.REFUNDED);
        assertThat(provider().ask(known).status()).isEqualTo(Status.REFUNDED);
        assertThat(provider().capture(known).status()).isEqualTo(Status.REFUNDED);
        assertThat(provider().release(known).status()).isEqualTo(Status.REFUNDED);
        assertMoved(0, 0, 1);
    }

    @Test
    void shouldKnowNothingOfAPaymentThatWasNeverMade() {
        assertThat(provider().ask(order(CARD)).status()).isEqualTo(Status.NONE);
        assertThat(provider().capture(order(CARD)).status()).isEqualTo(Status.NONE);
        assertThat(provider().refund(order(CARD)).status()).isEqualTo(Status.NONE);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldVoidWhatCanNoLongerBeCaptured() {
        var order = order(CARD_NOT_CAPTURABLE);
        var known = heard(order, provider().authorize(order));
        assertMoved(1, 0, 0);

        assertThat(provider().capture(known).status()).isIn(Status.VOIDED, Status.DECLINED);
        assertThat(provider().ask(known).status()).isIn(Status.VOIDED, Status.DECLINED);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldTellTheTruthAfterALostAnswerToAuthorize() {
        var asked = order(CARD);
        lose(Operation.AUTHORIZE);
        assertUnavailable(() -> provider().authorize(asked));
        assertThat(provider().ask(asked).status()).isEqualTo(Status.AUTHORIZED);

        var repeated = order(CARD);
        lose(Operation.AUTHORIZE);
        assertUnavailable(() -> provider().authorize(repeated));
        assertThat(provider().authorize(repeated).status()).isEqualTo(Status.AUTHORIZED);
        assertMoved(2, 0, 0);

        var released = order(CARD);
        lose(Operation.AUTHORIZE);
        assertUnavailable(() -> provider().authorize(released));
        assertThat(provider().release(released).status()).isEqualTo(Status.VOIDED);
        assertMoved(2, 0, 0);
    }

    @Test
    void shouldTellTheTruthAfterALostDecline() {
        var order = order(POOR_CARD);
        lose(Operation.AUTHORIZE);

        assertUnavailable(() -> provider().authorize(order));
        var repeated = provider().authorize(order);
        assertThat(repeated.status()).isEqualTo(Status.DECLINED);
        assertThat(repeated.failure()).isEqualTo("insufficient_funds");
    }

    @Test
    void shouldTellTheTruthAfterALostAnswerToCapture() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));
        lose(Operation.CAPTURE);

        assertUnavailable(() -> provider().capture(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().capture(known).status()).isEqualTo(Status.CAPTURED);
        assertMoved(0, 1, 0);
    }

    @Test
    void shouldTellTheTruthAfterALostAnswerToRelease() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));
        lose(Operation.RELEASE);

        assertUnavailable(() -> provider().release(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.VOIDED);
        assertThat(provider().release(known).status()).isEqualTo(Status.VOIDED);
        assertMoved(0, 0, 0);
    }

    @Test
    void shouldTellTheTruthAfterALostAnswerToRefund() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));
        provider().capture(known);
        lose(Operation.REFUND);

        assertUnavailable(() -> provider().refund(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.REFUNDED);
        assertThat(provider().refund(known).status()).isEqualTo(Status.REFUNDED);
        assertMoved(0, 0, 1);
    }

    @Test
    void shouldDoOnRepetitionWhatWasLostOnItsWay() {
        var order = order(CARD);
        ignore(Operation.AUTHORIZE);
        assertUnavailable(() -> provider().authorize(order));
        assertThat(provider().ask(order).status()).isEqualTo(Status.NONE);
        var known = heard(order, provider().authorize(order));
        assertMoved(1, 0, 0);

        ignore(Operation.CAPTURE);
        assertUnavailable(() -> provider().capture(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.AUTHORIZED);
        assertThat(provider().capture(known).status()).isEqualTo(Status.CAPTURED);

        ignore(Operation.REFUND);
        assertUnavailable(() -> provider().refund(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.CAPTURED);
        assertThat(provider().refund(known).status()).isEqualTo(Status.REFUNDED);
        assertMoved(0, 0, 1);
    }

    @Test
    void shouldMoveMoneyOnceForManyCallersAtOnce() throws Exception {
        var order = order(CARD);
        atOnce(8, () -> provider().authorize(order));
        assertMoved(1, 0, 0);
        var known = heard(order, provider().ask(order));

        atOnce(8, () -> provider().capture(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.CAPTURED);
        atOnce(8, () -> provider().refund(known));
        assertThat(provider().ask(known).status()).isEqualTo(Status.REFUNDED);
        assertMoved(0, 0, 1);
    }

    @Test
    void shouldNotTakeADeadProviderForAnAnswer() {
        var order = order(CARD);
        var known = heard(order, provider().authorize(order));
        setDown(true);

        List<Function<Order, Standing>> calls = List.of(provider()::authorize, provider()::ask, provider()::capture,
                provider()::release, provider()::refund);
        for (var call : calls) {
            assertUnavailable(() -> call.apply(known));
            assertUnavailable(() -> call.apply(order(CARD)));
        }
        setDown(false);
        assertThat(provider().capture(known).status()).isEqualTo(Status.CAPTURED);
        assertMoved(0, 1, 0);
    }

    final void assertMoved(long reserved, long captured, long refunded) {
        assertThat(books()).isEqualTo(new Books(reserved, captured, refunded));
    }

    static void assertUnavailable(Callable<Standing> call) {
        assertThatThrownBy(call::call).isInstanceOf(ProviderUnavailableException.class)
                .satisfies(PaymentProviderContract::tellsNoSecret);
    }

    private static void tellsNoSecret(@Nullable Throwable failure) {
        for (var one = failure; one != null; one = one.getCause()) {
            assertThat(one.toString()).doesNotContain(SECRET_KEY).doesNotContain(WEBHOOK_SECRET)
                    .doesNotContain("_secret_");
        }
    }

    /** A caller may be told that it is not certain, never that it failed. */
    private static void atOnce(int callers, Callable<Standing> call) throws Exception {
        try (var executor = Executors.newFixedThreadPool(callers)) {
            var tasks = new ArrayList<Callable<Status>>();
            for (int i = 0; i < callers; i++) {
                tasks.add(() -> {
                    try {
                        return call.call().status();
                    } catch (ProviderUnavailableException uncertain) {
                        return Status.PROCESSING;
                    }
                });
            }
            for (var status : executor.invokeAll(tasks)) {
                assertThat(status.get()).isNotIn(Status.DECLINED, Status.VOIDED);
            }
        }
    }

    static Order order(String method) {
        return new Order(Uuid7.next(), Uuid7.next(), AMOUNT_MINOR, "EUR", method, null);
    }

    static Order heard(Order order, Standing standing) {
        return new Order(order.paymentId(), order.bookingId(), order.amountMinor(), order.currency(), order.method(),
                standing.reference());
    }
}
