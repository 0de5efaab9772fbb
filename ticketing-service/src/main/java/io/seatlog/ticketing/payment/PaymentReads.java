package io.seatlog.ticketing.payment;

import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Coalescer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The newest payment of a booking. Never blocks; look-ups are coalesced. */
@Component
public final class PaymentReads {
    private final Coalescer<UUID, Payment> latest;

    PaymentReads(PostgresPayments payments, BlockingCalls postgres) {
        latest = new Coalescer<>(postgres, bookings -> payments.latest(bookings).stream()
                .collect(Collectors.toMap(Payment::bookingId, Function.identity())));
    }

    public Mono<Optional<PaymentNews>> latest(UUID bookingId) {
        return latest.get(bookingId).map(found -> found.map(PaymentNews::of));
    }
}
