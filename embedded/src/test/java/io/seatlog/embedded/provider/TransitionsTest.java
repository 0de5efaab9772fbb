package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {
    private static final UUID ID = UUID.randomUUID();
    private static final Order ORDER = order(4_500, PaymentMethod.VISA);

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            capture ACTION_REQUIRED -> not_capturable, ACTION_REQUIRED
            capture AUTHORIZED      -> changed, CAPTURED
            capture CAPTURED        -> unchanged, CAPTURED
            capture VOIDED          -> not_capturable, VOIDED
            capture REFUNDED        -> not_capturable, REFUNDED
            capture DECLINED        -> not_capturable, DECLINED
            void ACTION_REQUIRED    -> changed, VOIDED
            void AUTHORIZED         -> changed, VOIDED
            void CAPTURED           -> not_voidable, CAPTURED
            void VOIDED             -> unchanged, VOIDED
            void REFUNDED           -> not_voidable, REFUNDED
            void DECLINED           -> unchanged, DECLINED
            refund ACTION_REQUIRED  -> not_refundable, ACTION_REQUIRED
            refund AUTHORIZED       -> not_refundable, AUTHORIZED
            refund CAPTURED         -> changed, REFUNDED
            refund VOIDED           -> not_refundable, VOIDED
            refund REFUNDED         -> unchanged, REFUNDED
            refund DECLINED         -> not_refundable, DECLINED
            approve ACTION_REQUIRED -> changed, AUTHORIZED
            approve AUTHORIZED      -> unchanged, AUTHORIZED
            approve CAPTURED        -> unchanged, CAPTURED
            approve VOIDED          -> challenge_over, VOIDED
            approve REFUNDED        -> unchanged, REFUNDED
            approve DECLINED        -> challenge_over, DECLINED
            refuse ACTION_REQUIRED  -> changed, DECLINED
            refuse AUTHORIZED       -> challenge_over, AUTHORIZED
            refuse CAPTURED         -> challenge_over, CAPTURED
            refuse VOIDED           -> challenge_over, VOIDED
            refuse REFUNDED         -> challenge_over, REFUNDED
            refuse DECLINED         -> unchanged, DECLINED
            """)
    void shouldMovePayments(String call, String expected) {
        String[] words = call.split(" ");
        Payment payment = new Payment(ID, ORDER, Status.valueOf(words[1]), null, null);

        Outcome outcome = switch (words[0]) {
            case "capture" -> Transitions.capture(payment);
            case "void" -> Transitions.release(payment);
            case "refund" -> Transitions.refund(payment);
            case "approve" -> Transitions.approve(payment);
            case "refuse" -> Transitions.refuse(payment);
            default -> throw new AssertionError(call);
        };

        assertThat(text(outcome)).isEqualTo(expected);
    }

    @Test
    void shouldVoidWhatRefusesItsCapture() {
        var payment = Payment.ordered(ID, order(4_500, PaymentMethod.CAPTURE_REFUSED), "");

        Outcome first = Transitions.capture(payment);

        Payment voided = payment.with(Status.VOIDED, "capture_refused");
        assertThat(first).isEqualTo(new Outcome.Refused(voided, true, "not_capturable"));
        assertThat(Transitions.capture(voided)).isEqualTo(new Outcome.Refused(voided, false, "not_capturable"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeNothingWhenAnIdComesAgain(Status status) {
        var payment = new Payment(ID, ORDER, status, null, null);

        assertThat(Transitions.authorize(payment, ORDER)).isEqualTo(new Outcome.Done(payment, false));
        assertThat(Transitions.authorize(payment, order(4_501, PaymentMethod.VISA))).isEqualTo(new Outcome.IdReused());
        assertThat(Transitions.authorize(payment, order(4_500, PaymentMethod.MASTERCARD)))
                .isEqualTo(new Outcome.IdReused());
    }

    @Test
    void shouldKeepATombstoneVoidAndRememberItsOrder() {
        Outcome outcome = Transitions.authorize(Payment.tombstone(ID), ORDER);

        assertThat(outcome)
                .isEqualTo(new Outcome.Done(new Payment(ID, ORDER, Status.VOIDED, null, null), false));
    }

    private static Order order(long amountMinor, PaymentMethod method) {
        return new Order(amountMinor, Currency.getInstance("EUR"), method, Merchant.BOOKING);
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var payment, var changed) -> (changed ? "changed, " : "unchanged, ") + payment.status();
            case Outcome.Refused(var payment, var changed, var error) ->
                (changed ? "changed " : "") + error + ", " + payment.status();
            case Outcome.IdReused _,Outcome.Unknown _,Outcome.Full _ -> outcome.toString();
        };
    }
}
