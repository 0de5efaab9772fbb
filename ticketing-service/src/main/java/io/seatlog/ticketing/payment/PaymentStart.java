package io.seatlog.ticketing.payment;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.booking.BookingAnswers;
import io.seatlog.ticketing.booking.BookingReads;
import io.seatlog.ticketing.booking.BookingState;
import io.seatlog.ticketing.booking.Claim;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.payment.provider.GuardedProvider;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins a payment: gives its hold the time it needs, writes the payment down, and only then lets the provider hear of it. */
@Component
final class PaymentStart {
    /** Of one booking; two that start at the same moment may make it one more. */
    static final int MOST = 10;
    /** Whoever has not got an answer by then is told that it is not known yet. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration CIRCUIT = Duration.ofSeconds(5);
    private final BookingReads reads;
    private final BookingAnswers answers;
    private final PaymentRows payments;
    private final PaymentWorker worker;
    private final GuardedProvider provider;
    private final CommandLog log;
    private final BlockingCalls postgres;
    private final Duration extension;
    private final Clock clock;

    PaymentStart(BookingReads reads, BookingAnswers answers, PaymentRows payments, PaymentWorker worker,
            GuardedProvider provider, CommandLog log, BlockingCalls postgres, PaymentProperties properties,
            Clock clock) {
        this.reads = reads;
        this.answers = answers;
        this.payments = payments;
        this.worker = worker;
        this.provider = provider;
        this.log = log;
        this.postgres = postgres;
        this.extension = properties.extension();
        this.clock = clock;
    }

    Mono<Payment> start(Claim claim, PaymentRequest request) {
        return reads.state(claim).flatMap(state -> switch (state) {
            case BookingState.Known(var booking, var subsection) -> start(booking, subsection, request);
            case BookingState.Pending _ -> Mono.error(ProblemException.of(ProblemType.BOOKING_NOT_DECIDED,
                    "It can be paid when its seats are held."));
            case BookingState.Refused _,BookingState.Lost _,BookingState.Unknown _ -> {
                answers.view(claim, state);
                yield Mono.error(new IllegalStateException("no view of " + state));
            }
        });
    }

    private Mono<Payment> start(Booking booking, Subsection subsection, PaymentRequest request) {
        if (booking.status() != BookingStatus.HELD) {
            return Mono.error(ProblemException
                    .of(ProblemType.NOT_ALLOWED_IN_STATUS, "Only a held booking is paid; this one is "
                            + booking.status() + ".")
                    .with("bookingStatus", booking.status()));
        }
        var method = request.method(booking.totalMinor());
        if (booking.totalMinor() > 0 && provider.isOpen()) {
            return Mono.error(ProblemException.of(ProblemType.PAYMENT_UNAVAILABLE,
                    "Nothing was charged: the payment provider does not answer.").retryAfter(CIRCUIT));
        }
        var now = clock.instant();
        var payment = Payment.of(Uuid7.next(), booking, Objects.requireNonNull(booking.currency()), method, now);
        return extend(booking, subsection)
                .then(postgres.call(() -> payments.insert(payment, now.plus(PaymentTurn.LEASE), MOST)))
                .onErrorMap(DataAccessException.class, _ -> ProblemException.of(ProblemType.STORE_UNAVAILABLE,
                        "The payment may have begun: look at GET of the payment before you try again.")
                        .retryAfter(CIRCUIT))
                .flatMap(written -> written.map(this::begin)
                        .orElseGet(() -> Mono.error(ProblemException.of(ProblemType.TOO_MANY_PAYMENTS,
                                "A booking has at most " + MOST + " payments.").with("limit", MOST))));
    }

    private Mono<Payment> begin(Payment payment) {
        // Shared, so that giving up waiting does not give up the payment.
        var driven = worker.drive(payment).cache();
        return driven
                .timeout(PATIENCE, Mono.defer(() -> postgres.call(() -> payments.byId(payment.id()).orElse(payment))))
                .onErrorReturn(payment);
    }

    private Mono<Void> extend(Booking booking, Subsection subsection) {
        var until = booking.holdUntil();
        boolean enough = until != null && until.isAfter(clock.instant().plus(extension));
        return booking.extended() || enough
                ? Mono.empty()
                : log.append(subsection.partition(), subsection.key(), new Command.ExtendHold(subsection.id(),
                        booking.id(), booking.buyer(), (int) extension.toSeconds())).then();
    }
}
