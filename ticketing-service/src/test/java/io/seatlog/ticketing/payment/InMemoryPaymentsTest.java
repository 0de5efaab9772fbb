package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.payment.memory.InMemoryPayments;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryPaymentsTest extends PaymentRowsContract {
    private final Map<UUID, Booking> bookings = new HashMap<>();

    @Override
    PaymentRows fresh() {
        return empty();
    }

    private InMemoryPayments empty() {
        return new InMemoryPayments(id -> Optional.ofNullable(bookings.get(id)));
    }

    @Override
    void store(Booking booking) {
        bookings.put(booking.id(), booking);
    }

    @Test
    void shouldTellWhenSomethingIsDue() {
        var rows = empty();
        assertThat(rows.nextDue()).isEmpty();
        var leased = rows.insert(payment(booking()), NOON.plus(LEASE), 10).orElseThrow();
        assertThat(rows.nextDue()).contains(NOON.plus(LEASE));
        rows.release(leased, NOON.plusSeconds(3));
        assertThat(rows.nextDue()).contains(NOON.plusSeconds(3));
        rows.release(leased, null);
        assertThat(rows.nextDue()).isEmpty();
        assertThat(rows.all()).containsExactly(leased);
    }
}
