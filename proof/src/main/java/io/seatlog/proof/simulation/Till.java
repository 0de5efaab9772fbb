package io.seatlog.proof.simulation;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.ticketing.booking.Refusal;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.payment.BookingFacts;
import io.seatlog.ticketing.payment.LogUncertainException;
import io.seatlog.ticketing.payment.Payment;
import io.seatlog.ticketing.payment.PaymentLog;
import io.seatlog.ticketing.payment.PaymentRows;
import io.seatlog.ticketing.payment.memory.InMemoryPayments;
import io.seatlog.ticketing.payment.memory.InMemoryProvider;
import io.seatlog.ticketing.payment.provider.Order;
import io.seatlog.ticketing.payment.provider.PaymentProvider;
import io.seatlog.ticketing.payment.provider.ProviderUnavailableException;
import io.seatlog.ticketing.payment.provider.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What payments are made of: their rows, the provider, and the log, each as reliable as the world lets it be. */
final class Till implements PaymentRows, PaymentProvider, PaymentLog, BookingFacts {
    private final World world;
    private final InMemoryPayments rows;
    private final InMemoryProvider provider = new InMemoryProvider();
    /** Calls that are still on their way, although nobody waits for them any more. */
    private final List<Runnable> onTheirWay = new ArrayList<>();
    private boolean logIsMute;
    private boolean processesEndMeanwhile;

    Till(World world) {
        this.world = world;
        rows = new InMemoryPayments(id -> Optional.ofNullable(world.journal.bookings().get(id)));
    }

    /** The provider's own books. */
    InMemoryProvider provider() {
        return provider;
    }

    List<Payment> payments() {
        return rows.all();
    }

    /**
     * From now on whatever is put on the log is given up and stays on its way.
     *
     * @param processesEnd whether whoever does so does not live to write that down
     */
    void muteLog(boolean processesEnd) {
        logIsMute = true;
        processesEndMeanwhile = processesEnd;
    }

    void unmuteLog() {
        logIsMute = false;
        processesEndMeanwhile = false;
    }

    /** One call arrives that was given up long ago. */
    void somethingArrives() {
        if (!onTheirWay.isEmpty()) {
            world.trace.say(() -> "a call that was given up arrives");
            onTheirWay.remove(world.choices.next(onTheirWay.size())).run();
        }
    }

    void everythingArrives() {
        while (!onTheirWay.isEmpty()) {
            onTheirWay.removeFirst().run();
        }
    }

    @Override
    public Optional<Payment> insert(Payment payment, Instant leasedUntil, int most) {
        return stored(() -> rows.insert(payment, leasedUntil, most));
    }

    @Override
    public Optional<Payment> save(Payment payment) {
        return stored(() -> rows.save(payment));
    }

    @Override
    public void release(Payment payment, @Nullable Instant due) {
        stored(() -> {
            rows.release(payment, due);
            return payment;
        });
    }

    @Override
    public List<Payment> claimDue(Instant now, Instant leasedUntil, int limit, Set<UUID> others) {
        return stored(() -> rows.claimDue(now, leasedUntil, limit, others));
    }

    @Override
    public Optional<Payment> claim(UUID id, Instant now, Instant leasedUntil) {
        return stored(() -> rows.claim(id, now, leasedUntil));
    }

    @Override
    public List<UUID> refundable(Instant cancelledSince, int limit) {
        return stored(() -> rows.refundable(cancelledSince, limit));
    }

    @Override
    public Optional<Payment> byId(UUID id) {
        return stored(() -> rows.byId(id));
    }

    @Override
    public Optional<Booking> booking(UUID id) {
        return stored(() -> Optional.ofNullable(world.journal.bookings().get(id)));
    }

    @Override
    public Optional<Refusal> refusal(int partition, long version) {
        return stored(() -> Optional.ofNullable(world.journal.refusal(partition, version)).map(Refusal::of));
    }

    private <T> T stored(Supplier<T> call) {
        if (world.happens(Fault.DATABASE_AWAY, 30)) {
            throw new DatabaseAway();
        }
        T result = call.get();
        if (world.happens(Fault.ANSWER_LOST, 30)) {
            throw new DatabaseAway();
        }
        return result;
    }

    /** Whatever the database's driver throws. */
    static final class DatabaseAway extends RuntimeException {
        DatabaseAway() {
            super("as told", null, false, false);
        }
    }

    /** A process that ends while it waits for an answer, so that it has no time to write anything down. */
    static final class ProcessEnds extends RuntimeException {
        ProcessEnds() {
            super("as told", null, false, false);
        }
    }

    private void endsHere() {
        if (processesEndMeanwhile || world.happens(Fault.CRASH, 4)) {
            throw new ProcessEnds();
        }
    }

    @Override
    public long append(Subsection subsection, Command command) {
        var bytes = CommandCodec.encode(command);
        if (logIsMute || world.happens(Fault.ACCEPTANCE_LOST, 4)) {
            onTheirWay.add(() -> world.edge.append(subsection.partition(), subsection.key().toString(), bytes));
            if (!logIsMute && world.choices.next(2) == 1) {
                onTheirWay.removeLast().run();
            }
            endsHere();
            throw new LogUncertainException("as told", null);
        }
        var version = world.edge.append(subsection.partition(), subsection.key().toString(), bytes);
        world.trace.say(() -> version.isEmpty() ? "not accepted: " + command : command.toString());
        return version.orElseThrow(() -> new LogUncertainException("no log to write to", null));
    }

    @Override
    public Standing authorize(Order order) {
        return answered(order, provider::authorize);
    }

    @Override
    public Standing ask(Order order) {
        return answered(order, provider::ask);
    }

    @Override
    public Standing capture(Order order) {
        return answered(order, provider::capture);
    }

    @Override
    public Standing release(Order order) {
        return answered(order, provider::release);
    }

    @Override
    public Standing refund(Order order) {
        return answered(order, provider::refund);
    }

    private Standing answered(Order order, Function<Order, Standing> call) {
        if (world.happens(Fault.PROVIDER_DEAF, 5)) {
            throw new ProviderUnavailableException("as told", null);
        }
        if (world.happens(Fault.PROVIDER_MUTE, 5)) {
            onTheirWay.add(() -> world.trace.say(call.apply(order)::toString));
            if (world.choices.next(2) == 0) {
                onTheirWay.removeLast().run();
            }
            endsHere();
            throw new ProviderUnavailableException("as told", null);
        }
        return call.apply(order);
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
