package io.seatlog.ticketing.payment.memory;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.ticketing.payment.Payment;
import io.seatlog.ticketing.payment.PaymentRows;
import io.seatlog.ticketing.payment.PaymentState;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of payments in memory, in the order in which they were written. For one thread. */
public final class InMemoryPayments implements PaymentRows {
    private static final Instant NOBODY = Instant.MIN;
    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private final Function<UUID, Optional<Booking>> bookings;
    private long changes;

    /** @param due null for never */
    private record Row(Payment payment, @Nullable Instant due, Instant leasedUntil) {
        boolean isFree(Instant now) {
            return !leasedUntil.isAfter(now);
        }

        boolean isDue(Instant now) {
            return due != null && !due.isAfter(now);
        }
    }

    /** @param bookings as they are stored, by id; what can be refunded is found by them */
    public InMemoryPayments(Function<UUID, Optional<Booking>> bookings) {
        this.bookings = bookings;
    }

    @Override
    public Optional<Payment> insert(Payment payment, Instant leasedUntil, int most) {
        if (count(row -> row.payment().bookingId().equals(payment.bookingId())) >= most) {
            return Optional.empty();
        }
        if (rows.containsKey(payment.id())) {
            throw new IllegalStateException("the id is used already: " + payment);
        }
        return Optional.of(put(payment.changed(++changes), leasedUntil, leasedUntil));
    }

    @Override
    public Optional<Payment> save(Payment payment) {
        return unchanged(payment).map(row -> put(payment.changed(++changes), row.due(), row.leasedUntil()));
    }

    @Override
    public void release(Payment payment, @Nullable Instant due) {
        unchanged(payment).ifPresent(row -> put(row.payment(), due, NOBODY));
    }

    @Override
    public List<Payment> claimDue(Instant now, Instant leasedUntil, int limit, Set<UUID> others) {
        var due = rows.values().stream().filter(row -> row.isDue(now) && row.isFree(now))
                .filter(row -> !others.contains(row.payment().id()))
                .sorted(Comparator.comparing(row -> Objects.requireNonNull(row.due()))).limit(limit).toList();
        return due.stream().map(row -> lease(row, leasedUntil)).toList();
    }

    @Override
    public Optional<Payment> claim(UUID id, Instant now, Instant leasedUntil) {
        return Optional.ofNullable(rows.get(id)).filter(row -> row.isFree(now)).map(row -> lease(row, leasedUntil));
    }

    @Override
    public List<UUID> refundable(Instant cancelledSince, int limit) {
        return rows.values().stream().map(Row::payment).filter(payment -> payment.state() == PaymentState.CAPTURED)
                .filter(payment -> bookings.apply(payment.bookingId())
                        .filter(booking -> booking.status() == BookingStatus.CANCELLED
                                && payment.id().equals(booking.paymentId())
                                && !booking.changedAt().isBefore(cancelledSince))
                        .isPresent())
                .map(Payment::id).limit(limit).toList();
    }

    @Override
    public Optional<Payment> byId(UUID id) {
        return Optional.ofNullable(rows.get(id)).map(Row::payment);
    }

    /** All of them. */
    public List<Payment> all() {
        return rows.values().stream().map(Row::payment).toList();
    }

    /** From when on {@link #claimDue} finds something; empty when nothing is due, ever. */
    public Optional<Instant> nextDue() {
        return rows.values().stream().flatMap(row -> Stream.ofNullable(row.due())
                .map(due -> due.isAfter(row.leasedUntil()) ? due : row.leasedUntil())).min(Comparator.naturalOrder());
    }

    /** Nobody goes on with it while the lease lasts, and somebody has to when it is over. */
    private Payment lease(Row row, Instant until) {
        return put(row.payment().changed(++changes), until, until);
    }

    private Payment put(Payment payment, @Nullable Instant due, Instant leasedUntil) {
        rows.put(payment.id(), new Row(payment, due, leasedUntil));
        return payment;
    }

    private Optional<Row> unchanged(Payment payment) {
        return Optional.ofNullable(rows.get(payment.id()))
                .filter(row -> row.payment().change() == payment.change());
    }

    private long count(Predicate<Row> which) {
        return rows.values().stream().filter(which).count();
    }
}
