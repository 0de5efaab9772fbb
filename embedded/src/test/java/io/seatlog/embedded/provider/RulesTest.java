package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final UUID PAYMENT = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final Order ORDER = new Order(1, Currency.getInstance("EUR"), PaymentMethod.VISA,
            Merchant.BOOKING);
    private static final Call CAPTURE = new Call(Operation.CAPTURE, PAYMENT, ORDER);

    private final Rules rules = new Rules();

    @Test
    void shouldTakeTheOldestThatMatchesAsOftenAsItSays() {
        Rule twice = new Rule(null, Effect.LOST, null, null, null, 2, 0);
        rules.add(twice);
        rules.add(new Rule(null, Effect.ERROR, null, null, null, 1, 0));

        assertThat(rules.take(CAPTURE)).get().extracting(Rule::effect).isEqualTo(Effect.LOST);
        assertThat(rules.take(CAPTURE)).get().extracting(Rule::effect).isEqualTo(Effect.LOST);
        assertThat(rules.take(CAPTURE)).get().extracting(Rule::effect).isEqualTo(Effect.ERROR);
        assertThat(rules.take(CAPTURE)).isEmpty();
    }

    @Test
    void shouldMatchWhatIsSaid() {
        assertThat(matches(Operation.CAPTURE, PAYMENT, PaymentMethod.VISA, Merchant.BOOKING)).isTrue();
        assertThat(matches(Operation.VOID, null, null, null)).isFalse();
        assertThat(matches(null, OTHER, null, null)).isFalse();
        assertThat(matches(null, null, PaymentMethod.MASTERCARD, null)).isFalse();
        assertThat(matches(null, null, null, OTHER)).isFalse();
    }

    @Test
    void shouldNotMatchBookingsAndMethodsOfUnknownPayments() {
        var unknown = new Call(Operation.VOID, PAYMENT, null);

        assertThat(new Rule(null, Effect.LOST, null, PaymentMethod.VISA, null, 1, 0).matches(unknown)).isFalse();
        assertThat(new Rule(null, Effect.LOST, null, null, Merchant.BOOKING, 1, 0).matches(unknown)).isFalse();
        assertThat(new Rule(null, Effect.LOST, PAYMENT, null, null, 1, 0).matches(unknown)).isTrue();
    }

    @Test
    void shouldBeLimitedInNumber() {
        for (int i = 0; i < Rules.LIMIT; i++) {
            assertThat(rules.add(new Rule(null, Effect.LOST, OTHER, null, null, 1, 0))).isPresent();
        }

        assertThat(rules.add(new Rule(null, Effect.LOST, PAYMENT, null, null, 1, 0))).isEmpty();
        assertThat(rules.take(CAPTURE)).isEmpty();
        rules.clear();
        assertThat(rules.add(new Rule(null, Effect.LOST, PAYMENT, null, null, 1, 0))).isPresent();
        assertThat(rules.take(CAPTURE)).isPresent();
    }

    private static boolean matches(@Nullable Operation operation, @Nullable UUID payment,
            @Nullable PaymentMethod method, @Nullable UUID bookingId) {
        return new Rule(operation, Effect.LOST, payment, method, bookingId, 1, 0).matches(CAPTURE);
    }
}
