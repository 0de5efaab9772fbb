package io.seatlog.ticketing.payment;

import io.github.resilience4j.core.IntervalFunction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.booking.Bookings;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.log.CommandLog;
import io.seatlog.ticketing.payment.provider.GuardedProvider;
import io.seatlog.ticketing.payment.provider.ProviderUnavailableException;
import io.seatlog.ticketing.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Does what is due for payments: asks the provider, asks the log, writes down what came of it, and only then the next
 * thing. It may stop between any two of these; the row tells the next one where to go on, and every question may be asked
 * twice. Each payment is leased to one worker at a time, which saves questions; what keeps it right is that a change is
 * written only over the one that was read. Runs on threads of its own: a slow provider holds up payments and nothing else.
 */
final class PaymentWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentWorker.class);
    /** Longer than almost every turn. A turn that takes longer is done twice, which costs questions and no money. */
    static final Duration LEASE = Duration.ofSeconds(20);
    private static final int MOST_STEPS = 20;
    private static final Duration APPEND = Duration.ofSeconds(12);
    private static final Duration DECISION = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REFUNDS = Duration.ofSeconds(10);
    private static final Duration REFUNDS_BACK = Duration.ofDays(1);
    private static final int REFUNDS_AT_ONCE = 500;
    private static final int FULL_LOOK_EVERY = 360;
    /** Due payments that wait for a thread here; the others wait in the database. */
    static final int MOST_CLAIMED = 64;
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(FIRST_BACKOFF, 2, 0.5,
            LONGEST_BACKOFF);
    private final Payments payments;
    private final Bookings bookings;
    private final Catalogue catalogue;
    private final CommandLog log;
    private final GuardedProvider provider;
    private final PaymentWatch watch;
    private final List<PaymentListener> listeners;
    private final BlockingCalls threads;
    private final BlockingCalls dueThreads;
    private final MeterRegistry meters;
    private final Clock clock;
    /** Payments that a thread of ours has, or will have; true when there was news meanwhile. */
    private final Map<UUID, Boolean> running = new ConcurrentHashMap<>();
    private final Loop poll;
    private final Loop refunds;
    private final AtomicInteger claimed = new AtomicInteger();
    private int looks;

    PaymentWorker(Payments payments, Bookings bookings, Catalogue catalogue, CommandLog log, GuardedProvider provider,
            PaymentWatch watch, List<PaymentListener> listeners, BlockingCalls threads,
            BlockingCalls dueThreads, MeterRegistry meters, Clock clock) {
        this.payments = payments;
        this.bookings = bookings;
        this.catalogue = catalogue;
        this.log = log;
        this.provider = provider;
        this.watch = watch;
        this.listeners = listeners;
        this.threads = threads;
        this.dueThreads = dueThreads;
        this.meters = meters;
        this.clock = clock;
        watch.onNews(this::wake);
        poll = Loop.start("payments-due", POLL, this::poll);
        refunds = Loop.start("payments-refundable", REFUNDS, this::findRefunds);
    }

    /** Somebody else has changed the payment since it was read. */
    private static final class OvertakenException extends RuntimeException {
        OvertakenException() {
            super(null, null, false, false);
        }
    }

    /** @param due null for never */
    private record Rest(Payment payment, @Nullable Instant due) {}

    /** Goes on with a payment that is leased to the caller until it has to wait. @return how it stands then */
    Mono<Payment> drive(Payment leased) {
        running.put(leased.id(), false);
        watch.await(leased);
        return threads.call(() -> run(leased)).doOnError(_ -> {
            running.remove(leased.id());
            watch.forget(leased);
        });
    }

    /** There may be news for the payment. Never blocks, never throws. */
    void wake(UUID id) {
        if (running.computeIfPresent(id, (_, _) -> true) == null) {
            execute(id);
        }
    }

    private void execute(UUID id) {
        try {
            threads.execute(() -> {
                var now = clock.instant();
                payments.claim(id, now, now.plus(LEASE)).ifPresent(this::run);
            });
        } catch (RejectedExecutionException full) {
            LOG.debug("payment {} waits until it is due", id);
        }
    }

    /** On threads of their own: however many buyers begin to pay, what is due goes on. */
    private void poll() {
        var now = clock.instant();
        int room = MOST_CLAIMED - claimed.get();
        if (room <= 0) {
            return;
        }
        for (var payment : payments.claimDue(now, now.plus(LEASE), room, running.keySet())) {
            running.put(payment.id(), false);
            claimed.incrementAndGet();
            dueThreads.execute(() -> {
                try {
                    run(payment);
                } finally {
                    claimed.decrementAndGet();
                }
            });
        }
    }

    private void findRefunds() {
        // A cancellation has log time, and may be decided long after: now and then all are looked at.
        boolean all = looks++ % FULL_LOOK_EVERY == 0;
        var since = all ? Instant.EPOCH : clock.instant().minus(REFUNDS_BACK);
        var found = payments.refundable(since, REFUNDS_AT_ONCE);
        found.forEach(this::wake);
        if (found.size() == REFUNDS_AT_ONCE) {
            looks = 0;
        }
    }

    private Payment run(Payment leased) {
        running.put(leased.id(), false);
        watch.await(leased);
        var result = leased;
        boolean waits = false;
        try {
            var rest = settle(leased);
            payments.release(rest.payment(), rest.due());
            result = rest.payment();
            waits = result.state().isOpen();
        } catch (OvertakenException others) {
            LOG.debug("{} was changed by somebody else", leased);
        } catch (RuntimeException failure) {
            LOG.warn("{} is tried again when its lease ends: {}", leased, failure.toString());
        }
        if (!waits) {
            watch.forget(leased);
        }
        // Once and whatever happened: an entry that stayed would keep the payment from ever being taken up here again.
        if (Boolean.TRUE.equals(running.remove(leased.id()))) {
            execute(leased.id());
        }
        return result;
    }

    private Rest settle(Payment leased) {
        var payment = leased;
        for (int step = 0; step < MOST_STEPS; step++) {
            var now = clock.instant();
            var subsection = subsection(payment);
            var booking = bookings.byIds(List.of(payment.bookingId())).get(payment.bookingId());
            switch (PaymentRules.next(payment, booking, refusal(payment, subsection), now)) {
                case Next.Done _ -> {
                    return new Rest(payment, null);
                }
                case Next.Wait(var pause) -> {
                    return new Rest(payment, now.plus(pause));
                }
                case Next.Become(var state, var failure) -> payment = save(payment.becoming(state, failure));
                case Next.Call(var operation) -> {
                    var after = call(operation, payment);
                    boolean waits = after.state() == payment.state() || after.state() == PaymentState.UNKNOWN;
                    payment = after.equals(payment) ? payment : save(after);
                    if (waits) {
                        return new Rest(payment, again(payment));
                    }
                }
                case Next.Confirm _ -> {
                    payment = confirm(payment, subsection, now);
                    if (payment.confirmVersion() == null) {
                        return new Rest(payment, again(payment));
                    }
                }
                case Next.TakeBack _ -> {
                    append(subsection, new Command.CancelBooking(subsection.id(), payment.bookingId(), payment.buyer(),
                            Reason.PAYMENT_FAILED));
                    payment = save(payment.uncertain());
                    return new Rest(payment, again(payment));
                }
            }
        }
        return new Rest(payment, again(payment));
    }

    private Payment call(Next.Operation operation, Payment payment) {
        var order = payment.order();
        try {
            var standing = payment.amountMinor() == 0
                    ? FreeOfCharge.answer(operation, order)
                    : switch (operation) {
                        case AUTHORIZE -> provider.authorize(order);
                        case ASK -> provider.ask(order);
                        case CAPTURE -> provider.capture(order);
                        case RELEASE -> provider.release(order);
                        case REFUND -> provider.refund(order);
                    };
            return PaymentRules.answered(payment, operation, standing);
        } catch (ProviderUnavailableException uncertain) {
            LOG.debug("{}: {} gave no certain answer: {}", payment, operation, uncertain.toString());
            return uncertain.isAsked() ? payment.uncertain() : payment;
        }
    }

    /** First it is written down until when the command counts, then it leaves, then it is written down where it is. */
    private Payment confirm(Payment before, Subsection subsection, Instant now) {
        var payment = save(PaymentRules.sending(before, now));
        var command = new Command.ConfirmBooking(subsection.id(), payment.bookingId(), payment.buyer(), payment.id(),
                payment.amountMinor(), Objects.requireNonNull(payment.sentUntil()));
        try {
            return save(payment.sent(append(subsection, command)));
        } catch (ProblemException notCertain) {
            LOG.debug("{}: the log gave no certain answer: {}", payment, notCertain.toString());
            return save(payment.uncertain());
        }
    }

    /** @return the command's version */
    private long append(Subsection subsection, Command command) {
        var appended = Objects
                .requireNonNull(log.append(subsection.partition(), subsection.key(), command).block(APPEND));
        return Version.of(appended.generation(), appended.offset());
    }

    private Subsection subsection(Payment payment) {
        return Objects.requireNonNull(catalogue.subsectionById(payment.subsectionId()).block(DECISION),
                "a payment of an unknown subsection");
    }

    private @Nullable Refusal refusal(Payment payment, Subsection subsection) {
        var version = payment.confirmVersion();
        return payment.state() != PaymentState.CONFIRMING || version == null
                ? null
                : bookings.refusal(subsection.partition(), version).orElse(null);
    }

    private Payment save(Payment payment) {
        var saved = payments.save(payment).orElseThrow(OvertakenException::new);
        Counter.builder("seatlog.payments.changes").description("Changes of payments, by what they became")
                .tag("state", saved.state().name()).register(meters).increment();
        var news = PaymentNews.of(saved);
        listeners.forEach(listener -> listener.changed(news));
        return saved;
    }

    private Instant again(Payment payment) {
        var pause = payment.attempts() == 0
                ? PaymentRules.pause(payment)
                : Duration.ofMillis(BACKOFF.apply(Math.min(payment.attempts(), 20)));
        return clock.instant().plus(pause);
    }

    @Override
    public void close() {
        poll.close();
        refunds.close();
        threads.close();
        dueThreads.close();
    }
}
