package io.seatlog.embedded.provider;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All payments, in memory and in their journal. One lock makes every call a single step: of two calls about one payment,
 * the second sees what the first has done. A change is in the journal before anybody sees it. Thread-safe.
 */
final class Books implements AutoCloseable {
    /** Payments, tombstones included: about 300 bytes of heap each. More are answered with 503, until a new folder. */
    static final int LIMIT = 5_000_000;

    /** Their order as text, which is also PostgreSQL's; that of {@link UUID#compareTo} is another. */
    private static final Comparator<UUID> AS_TEXT = Comparator
            .comparingLong((UUID id) -> id.getMostSignificantBits() + Long.MIN_VALUE)
            .thenComparingLong(id -> id.getLeastSignificantBits() + Long.MIN_VALUE);

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<UUID, Payment> payments = new TreeMap<>(AS_TEXT);
    private final SecureRandom random = new SecureRandom();
    private final int limit;
    private final JournalFile journal;
    private Totals totals = Totals.NONE;

    Books(Path folder) {
        this(folder, LIMIT);
    }

    Books(Path folder, int limit) {
        this.limit = limit;
        this.journal = JournalFile.open(folder, this::put);
    }

    Outcome authorize(UUID id, Order order) {
        return locked(() -> {
            Payment known = payments.get(id);
            return known == null
                    ? added(Payment.ordered(id, order, clientSecret(id)))
                    : kept(known, Transitions.authorize(known, order));
        });
    }

    Outcome ask(UUID id) {
        return change(id, payment -> new Outcome.Done(payment, false));
    }

    Outcome capture(UUID id) {
        return change(id, Transitions::capture);
    }

    /** Also of what was never heard of: an authorisation that is still on its way must find it void. */
    Outcome release(UUID id) {
        return locked(() -> {
            Payment known = payments.get(id);
            return known == null ? added(Payment.tombstone(id)) : kept(known, Transitions.release(known));
        });
    }

    Outcome refund(UUID id) {
        return change(id, Transitions::refund);
    }

    Outcome approve(UUID id) {
        return change(id, Transitions::approve);
    }

    Outcome refuse(UUID id) {
        return change(id, Transitions::refuse);
    }

    Optional<Payment> find(UUID id) {
        return locked(() -> Optional.ofNullable(payments.get(id)));
    }

    /** The first payments in the order of their ids. @param after null for the beginning */
    List<Payment> page(@Nullable UUID after, int size) {
        return locked(() -> {
            NavigableMap<UUID, Payment> rest = after == null ? payments : payments.tailMap(after, false);
            return rest.values().stream().limit(size).toList();
        });
    }

    Totals totals() {
        return locked(() -> totals);
    }

    /** Ends the changes: a call that is still under way fails and has changed nothing. */
    @Override
    public void close() {
        locked(() -> {
            journal.close();
            return true;
        });
    }

    private Outcome change(UUID id, Function<Payment, Outcome> transition) {
        return locked(() -> {
            Payment known = payments.get(id);
            return known == null ? new Outcome.Unknown() : kept(known, transition.apply(known));
        });
    }

    private Outcome added(Payment payment) {
        if (payments.size() >= limit) {
            return new Outcome.Full();
        }
        write(payment);
        return new Outcome.Done(payment, true);
    }

    private Outcome kept(Payment before, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(var after, _) -> writeIfNew(before, after);
            case Outcome.Refused(var after, _, _) -> writeIfNew(before, after);
            case Outcome.IdReused _,Outcome.Unknown _,Outcome.Full _ -> {
            }
        }
        return outcome;
    }

    private void writeIfNew(Payment before, Payment after) {
        if (!before.equals(after)) {
            write(after);
        }
    }

    private void write(Payment payment) {
        journal.append(payment);
        put(payment);
    }

    private void put(Payment payment) {
        totals = totals.changed(payments.put(payment.id(), payment), payment);
    }

    private String clientSecret(UUID id) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return id + "_secret_" + HexFormat.of().formatHex(bytes);
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
