package io.seatlog.ticketing.payment;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.payment.provider.Order;
import io.seatlog.ticketing.payment.provider.PaymentProvider;
import io.seatlog.ticketing.payment.provider.ProviderUnavailableException;
import io.seatlog.ticketing.payment.provider.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything that turns call, in its order; and one of these calls goes wrong, or is the last of its worker. */
final class Calls {
    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(45);
    private final TurnWorld world;
    private final List<String> trace = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    @Nullable
    Fault fault;
    /** Which call, from 1. */
    int faultAt;
    /** The circuit to the provider is open. */
    boolean keepAway;
    /** Calls of which nothing is heard, and which never arrive. */
    @Nullable
    String silent;

    enum Fault {
        /** The worker dies before the call. */
        CRASH_BEFORE,
        /** The worker dies after the call was carried out. */
        CRASH_AFTER,
        /** The worker dies, and the call is carried out a while later. */
        CRASH_AND_LATE,
        /** It is carried out, and nobody hears of it. */
        LOST,
        /** It never arrives. */
        IGNORED,
        /** It arrives a while later; nobody hears of it. */
        LATE,
        /** It arrives after the next turn has begun; nobody hears of it. */
        VERY_LATE
    }

    /** A worker that does not go on. */
    static final class StoppedException extends RuntimeException {
        StoppedException(String why) {
            super(why, null, false, false);
        }
    }

    private record Late(Instant at, Supplier<?> call) {}

    Calls(TurnWorld world) {
        this.world = world;
    }

    int count() {
        return trace.size();
    }

    List<String> trace() {
        return List.copyOf(trace);
    }

    Optional<Instant> nextLanding() {
        return late.stream().map(Late::at).min(Comparator.naturalOrder());
    }

    void later(Instant at, Runnable what) {
        late.add(new Late(at, () -> {
            what.run();
            return true;
        }));
    }

    void land(Instant now) {
        var landing = late.stream().filter(one -> !one.at().isAfter(now)).sorted(Comparator.comparing(Late::at))
                .toList();
        late.removeAll(landing);
        for (var one : landing) {
            try {
                var _ = one.call().get();
            } catch (ProviderUnavailableException nobodyListens) {
                // Neither does anybody hear of this.
            }
        }
    }

    PaymentPorts ports(PaymentRows rows, PaymentProvider provider, InstantSource clock, RandomGenerator random) {
        return new PaymentPorts(rows(rows), facts(), this::append, provider(provider), clock, random);
    }

    private <T> T call(String name, RuntimeException unanswered, Supplier<T> call) {
        trace.add(name);
        if (name.equals(silent)) {
            throw unanswered;
        }
        if (fault == null || trace.size() != faultAt) {
            return call.get();
        }
        switch (fault) {
            case CRASH_BEFORE -> throw new StoppedException("before " + name);
            case CRASH_AFTER -> {
                var _ = call.get();
                throw new StoppedException("after " + name);
            }
            case CRASH_AND_LATE -> {
                late.add(new Late(world.now.plus(A_WHILE), call));
                throw new StoppedException("on the way of " + name);
            }
            case LOST -> {
                var _ = call.get();
            }
            case IGNORED -> {
            }
            case LATE -> late.add(new Late(world.now.plus(A_WHILE), call));
            case VERY_LATE -> late.add(new Late(world.now.plus(LONG), call));
        }
        throw unanswered;
    }

    private long append(Subsection subsection, Command command) {
        var name = command.getClass().getSimpleName();
        world.leaving(command);
        return call(name, new LogUncertainException("no answer", null), () -> world.append(command));
    }

    private BookingFacts facts() {
        return new BookingFacts() {
            @Override
            public Optional<Booking> booking(UUID id) {
                return call("booking", new StoppedException("no rows"),
                        () -> Optional.of(world.booking).filter(it -> it.id().equals(id)));
            }

            @Override
            public Optional<Refusal> refusal(int partition, long version) {
                return call("refusal", new StoppedException("no rows"), () -> world.refusal(partition, version));
            }
        };
    }

    /** Turns save and release; all else is done to the rows outside of them. */
    private PaymentRows rows(PaymentRows rows) {
        return new PaymentRows() {
            @Override
            public Optional<Payment> insert(Payment payment, Instant leasedUntil, int most) {
                throw new AssertionError("not a turn's");
            }

            @Override
            public Optional<Payment> save(Payment payment) {
                return call("save " + payment.state(), new StoppedException("no rows"), () -> rows.save(payment));
            }

            @Override
            public void release(Payment payment, @Nullable Instant due) {
                call("release", new StoppedException("no rows"), () -> {
                    rows.release(payment, due);
                    return true;
                });
            }

            @Override
            public List<Payment> claimDue(Instant now, Instant leasedUntil, int limit, Set<UUID> others) {
                throw new AssertionError("not a turn's");
            }

            @Override
            public Optional<Payment> claim(UUID id, Instant now, Instant leasedUntil) {
                throw new AssertionError("not a turn's");
            }

            @Override
            public List<UUID> refundable(Instant cancelledSince, int limit) {
                throw new AssertionError("not a turn's");
            }

            @Override
            public Optional<Payment> byId(UUID id) {
                throw new AssertionError("not a turn's");
            }
        };
    }

    private PaymentProvider provider(PaymentProvider provider) {
        return new PaymentProvider() {
            private Standing ask(String name, Supplier<Standing> call) {
                return call(name, new ProviderUnavailableException("no answer", null), () -> {
                    if (keepAway) {
                        throw ProviderUnavailableException.notAsked("kept away");
                    }
                    return call.get();
                });
            }

            @Override
            public Standing authorize(Order order) {
                return ask("authorize", () -> provider.authorize(order));
            }

            @Override
            public Standing ask(Order order) {
                return ask("ask", () -> provider.ask(order));
            }

            @Override
            public Standing capture(Order order) {
                return ask("capture", () -> provider.capture(order));
            }

            @Override
            public Standing release(Order order) {
                return ask("let go", () -> provider.release(order));
            }

            @Override
            public Standing refund(Order order) {
                return ask("refund", () -> provider.refund(order));
            }

            @Override
            public Optional<UUID> webhook(byte[] body, String signature) {
                return provider.webhook(body, signature);
            }

            @Override
            public String signatureHeader() {
                return provider.signatureHeader();
            }
        };
    }
}
