package io.seatlog.ticketing.payment;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Wakes payments of this instance when the log has decided about their bookings. Only a shortcut: the rows are looked at anyway. */
@Component
public final class PaymentWatch {
    /** Beyond it payments of this instance are a little slower. */
    static final int MOST = 100_000;
    private final Map<UUID, Set<UUID>> byBooking = new ConcurrentHashMap<>();
    private volatile Consumer<UUID> wake = _ -> {};

    void onNews(Consumer<UUID> paymentId) {
        wake = paymentId;
    }

    void await(Payment payment) {
        if (byBooking.size() < MOST) {
            byBooking.computeIfAbsent(payment.bookingId(), _ -> ConcurrentHashMap.newKeySet()).add(payment.id());
        }
    }

    void forget(Payment payment) {
        byBooking.computeIfPresent(payment.bookingId(), (_, payments) -> {
            payments.remove(payment.id());
            return payments.isEmpty() ? null : payments;
        });
    }

    public boolean awaits(UUID bookingId) {
        return byBooking.containsKey(bookingId);
    }

    /** The log has decided something about the booking. Never blocks. */
    public void decided(UUID bookingId) {
        byBooking.getOrDefault(bookingId, Set.of()).forEach(wake);
    }
}
