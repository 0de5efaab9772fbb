package io.seatlog.ticketing.payment.memory;

import io.seatlog.ticketing.payment.provider.Order;
import io.seatlog.ticketing.payment.provider.PaymentProvider;
import io.seatlog.ticketing.payment.provider.ProviderUnavailableException;
import io.seatlog.ticketing.payment.provider.Standing;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import io.seatlog.ticketing.payment.provider.WebhookRejectedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A provider with its books in memory, that answers as the simulated one's client does. Money moves at most once for a
 * payment id: CAPTURED is entered from AUTHORIZED only, REFUNDED from CAPTURED only. It always answers; who wants answers
 * to be lost puts something between. It sends no webhooks. Thread-safe.
 */
public final class InMemoryProvider implements PaymentProvider {
    private final Map<UUID, Account> accounts = new LinkedHashMap<>();

    /**
     * A payment as the provider has it.
     *
     * @param order as it was first asked for, null while the payment is known only from having been released
     */
    public record Account(@Nullable Order order, Status status, @Nullable String failure) {
        private static Account opened(Order order, TestCard card) {
            return new Account(order, card.authorized(), card.failure());
        }

        private Account becoming(Status next) {
            return new Account(order, next, failure);
        }

        private Account becoming(Status next, String why) {
            return new Account(order, next, why);
        }

        private Account known(Order late) {
            return order == null ? new Account(late, status, failure) : this;
        }

        private boolean isCapturable() {
            return status == Status.AUTHORIZED && !isRefused();
        }

        private boolean isRefused() {
            return order != null && order.method().equals(TestCard.NOT_CAPTURABLE.method());
        }
    }

    /** An amount that is not above 0 and a method that nobody knows are declined, and nothing of them is kept. */
    @Override
    public synchronized Standing authorize(Order order) {
        var card = TestCard.named(order.method());
        if (card.isEmpty() || order.amountMinor() <= 0) {
            return new Standing(Status.DECLINED, null, null, "invalid_request");
        }
        var account = accounts.get(order.paymentId());
        if (account != null && account.order() != null && !isSame(account.order(), order)) {
            throw new ProviderUnavailableException("the payment's id is used again for another order", null);
        }
        return keep(order.paymentId(), account == null ? Account.opened(order, card.get()) : account.known(order));
    }

    @Override
    public synchronized Standing ask(Order order) {
        return change(order.paymentId(), account -> account);
    }

    @Override
    public synchronized Standing capture(Order order) {
        return change(order.paymentId(), account -> {
            if (account.isCapturable()) {
                return account.becoming(Status.CAPTURED);
            }
            return account.status() == Status.AUTHORIZED ? account.becoming(Status.VOIDED, "capture_refused") : account;
        });
    }

    @Override
    public synchronized Standing release(Order order) {
        var account = accounts.getOrDefault(order.paymentId(), new Account(null, Status.VOIDED, null));
        boolean open = account.status() == Status.AUTHORIZED || account.status() == Status.ACTION_REQUIRED;
        return keep(order.paymentId(), open ? account.becoming(Status.VOIDED) : account);
    }

    @Override
    public synchronized Standing refund(Order order) {
        return change(order.paymentId(), account -> account.status() == Status.CAPTURED
                ? account.becoming(Status.REFUNDED)
                : account);
    }

    /** The buyer does what he was asked for; without effect when he is not asked, or not any more. */
    public synchronized void approve(UUID paymentId) {
        change(paymentId, account -> account.status() == Status.ACTION_REQUIRED
                ? account.becoming(Status.AUTHORIZED)
                : account);
    }

    /** The buyer refuses what he was asked for; without effect when he is not asked, or not any more. */
    public synchronized void refuse(UUID paymentId) {
        change(paymentId, account -> account.status() == Status.ACTION_REQUIRED
                ? account.becoming(Status.DECLINED, "authentication_failed")
                : account);
    }

    /** How a payment stands; NONE when it was never heard of. */
    public synchronized Status status(UUID paymentId) {
        var account = accounts.get(paymentId);
        return account == null ? Status.NONE : account.status();
    }

    /** All payments as they are now, in the order in which they were first heard of. */
    public synchronized Map<UUID, Account> books() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
    }

    @Override
    public Optional<UUID> webhook(byte[] body, String signature) {
        throw new WebhookRejectedException("this provider sends none");
    }

    @Override
    public String signatureHeader() {
        return "None";
    }

    private Standing change(UUID id, UnaryOperator<Account> how) {
        var account = accounts.get(id);
        return account == null ? Standing.of(Status.NONE, null) : keep(id, how.apply(account));
    }

    private Standing keep(UUID id, Account account) {
        accounts.put(id, account);
        return new Standing(account.status(), id.toString(),
                account.status() == Status.ACTION_REQUIRED ? id + "_secret" : null, account.failure());
    }

    /** Our own name of it, once heard, is no part of the order. */
    private static boolean isSame(Order one, Order other) {
        return one.amountMinor() == other.amountMinor() && one.currency().equals(other.currency())
                && one.method().equals(other.method()) && one.bookingId().equals(other.bookingId());
    }
}
