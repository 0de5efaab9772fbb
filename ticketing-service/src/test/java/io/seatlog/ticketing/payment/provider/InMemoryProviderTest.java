package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.ticketing.payment.memory.InMemoryProvider;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** It moves money as the others do, and sends no webhooks. */
class InMemoryProviderTest extends PaymentProviderContract {
    private final InMemoryProvider memory = new InMemoryProvider();
    private final Faults faults = new Faults(memory);

    @Test
    void shouldBeUncertainOfAnotherAmountUnderTheSameId() {
        var order = order(CARD);
        memory.authorize(order);

        assertUnavailable(() -> memory.authorize(new Order(order.paymentId(), order.bookingId(), AMOUNT_MINOR + 1,
                "EUR", CARD, null)));
        assertMoved(1, 0, 0);
    }

    @Test
    void shouldTellItsBooks() {
        var order = order(CARD);
        assertThat(memory.status(order.paymentId())).isEqualTo(Status.NONE);
        memory.authorize(order);
        var before = memory.books();
        memory.capture(order);

        assertThat(memory.status(order.paymentId())).isEqualTo(Status.CAPTURED);
        assertThat(memory.books().get(order.paymentId()))
                .isEqualTo(new InMemoryProvider.Account(order, Status.CAPTURED, null));
        assertThat(before.get(order.paymentId()))
                .isEqualTo(new InMemoryProvider.Account(order, Status.AUTHORIZED, null));
    }

    @Override
    PaymentProvider provider() {
        return faults;
    }

    @Override
    void lose(Operation operation) {
        faults.next.put(operation, true);
    }

    @Override
    void ignore(Operation operation) {
        faults.next.put(operation, false);
    }

    @Override
    void setDown(boolean down) {
        faults.down = down;
    }

    @Override
    void answerChallenge(String clientSecret, boolean approve) {
        var id = UUID.fromString(clientSecret.replace("_secret", ""));
        if (approve) {
            memory.approve(id);
        } else {
            memory.refuse(id);
        }
    }

    @Override
    Books books() {
        return new Books(count(Status.AUTHORIZED), count(Status.CAPTURED), count(Status.REFUNDED));
    }

    private long count(Status status) {
        return memory.books().values().stream().filter(account -> account.status() == status).count();
    }

    /** The way to the provider, and back. */
    private static final class Faults implements PaymentProvider {
        private final PaymentProvider provider;
        /** True when it is carried out all the same. */
        private final Map<Operation, Boolean> next = new EnumMap<>(Operation.class);
        private volatile boolean down;

        Faults(PaymentProvider provider) {
            this.provider = provider;
        }

        private synchronized Standing call(@Nullable Operation operation, Supplier<Standing> call) {
            var carriedOut = operation == null ? null : next.remove(operation);
            if (Boolean.TRUE.equals(carriedOut)) {
                var _ = call.get();
            }
            if (carriedOut != null || down) {
                throw new ProviderUnavailableException("no answer", null);
            }
            return call.get();
        }

        @Override
        public Standing authorize(Order order) {
            return call(Operation.AUTHORIZE, () -> provider.authorize(order));
        }

        @Override
        public Standing ask(Order order) {
            return call(null, () -> provider.ask(order));
        }

        @Override
        public Standing capture(Order order) {
            return call(Operation.CAPTURE, () -> provider.capture(order));
        }

        @Override
        public Standing release(Order order) {
            return call(Operation.RELEASE, () -> provider.release(order));
        }

        @Override
        public Standing refund(Order order) {
            return call(Operation.REFUND, () -> provider.refund(order));
        }

        @Override
        public Optional<UUID> webhook(byte[] body, String signature) {
            return provider.webhook(body, signature);
        }

        @Override
        public String signatureHeader() {
            return provider.signatureHeader();
        }
    }
}
