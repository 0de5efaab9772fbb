package io.seatlog.ticketing.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.ticketing.blocking.BlockingCalls;
import io.seatlog.ticketing.blocking.Loop;
import io.seatlog.ticketing.catalog.Catalogue;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.payment.PaymentTurn.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Takes the turns of payments that are due, or for which there is news, each to its end ({@link PaymentTurn}). A payment is
 * leased to one worker at a time, which saves questions and is not what keeps it right. Runs on threads of its own: a slow
 * provider holds up payments and nothing else.
 */
final class PaymentWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentWorker.class);
    private static final Duration SUBSECTION = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REFUNDS = Duration.ofSeconds(10);
    private static final Duration REFUNDS_BACK = Duration.ofDays(1);
    private static final int REFUNDS_AT_ONCE = 500;
    private static final int FULL_LOOK_EVERY = 360;
    /** Due payments that wait for a thread here; the others wait in the database. */
    static final int MOST_CLAIMED = 64;
    private final PaymentPorts ports;
    private final PaymentRows payments;
    private final InstantSource clock;
    private final Catalogue catalogue;
    private final PaymentWatch watch;
    private final List<PaymentListener> listeners;
    private final BlockingCalls threads;
    private final BlockingCalls dueThreads;
    private final MeterRegistry meters;
    /** Payments that a thread of ours has, or will have; true when there was news meanwhile. */
    private final Map<UUID, Boolean> running = new ConcurrentHashMap<>();
    private final Loop poll;
    private final Loop refunds;
    private final AtomicInteger claimed = new AtomicInteger();
    private int looks;

    PaymentWorker(PaymentPorts ports, Catalogue catalogue, PaymentWatch watch, List<PaymentListener> listeners,
            BlockingCalls threads, BlockingCalls dueThreads, MeterRegistry meters) {
        this.ports = ports;
        this.payments = ports.rows();
        this.clock = ports.clock();
        this.catalogue = catalogue;
        this.watch = watch;
        this.listeners = listeners;
        this.threads = threads;
        this.dueThreads = dueThreads;
        this.meters = meters;
        watch.onNews(this::wake);
        poll = Loop.start("payments-due", POLL, this::poll);
        refunds = Loop.start("payments-refundable", REFUNDS, this::findRefunds);
    }

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
                payments.claim(id, now, now.plus(PaymentTurn.LEASE)).ifPresent(this::run);
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
        for (var payment : payments.claimDue(now, now.plus(PaymentTurn.LEASE), room, running.keySet())) {
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
            var end = take(new PaymentTurn(ports, subsection(leased), leased));
            if (end.isPresent()) {
                result = end.get().payment();
                waits = end.get().waits();
            } else {
                LOG.debug("{} was changed by somebody else", leased);
            }
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

    /** @return empty when somebody else went on with it */
    private Optional<Step.Ended> take(PaymentTurn turn) {
        while (true) {
            switch (turn.step()) {
                case Step.Going _ -> {
                }
                case Step.Changed(var payment) -> tell(payment);
                case Step.Ended ended -> {
                    return Optional.of(ended);
                }
                case Step.Overtaken _ -> {
                    return Optional.empty();
                }
            }
        }
    }

    private Subsection subsection(Payment payment) {
        return Objects.requireNonNull(catalogue.subsectionById(payment.subsectionId()).block(SUBSECTION),
                "a payment of an unknown subsection");
    }

    private void tell(Payment changed) {
        Counter.builder("seatlog.payments.changes").description("Changes of payments, by what they became")
                .tag("state", changed.state().name()).register(meters).increment();
        var news = PaymentNews.of(changed);
        listeners.forEach(listener -> listener.changed(news));
    }

    @Override
    public void close() {
        poll.close();
        refunds.close();
        threads.close();
        dueThreads.close();
    }
}
