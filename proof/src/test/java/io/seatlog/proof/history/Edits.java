package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Changes of a history. An outcome is changed wherever it was published. */
@NullUnmarked // What a test looks up is there.
final class Edits {
    private Edits() {}

    static Booking with(Booking of, UnaryOperator<Fields> change) {
        return change.apply(Fields.of(of)).booking();
    }

    /** A booking whose fields can be changed one at a time. */
    static final class Fields {
        UUID id;
        int subsectionId;
        UUID eventId;
        String buyer;
        UUID contentHash;
        BookingStatus status;
        @Nullable
        Reason reason;
        int quantity;
        Seats seats;
        long priceMinor;
        @Nullable
        String currency;
        @Nullable
        Instant holdUntil;
        long version;
        long createdVersion;
        Instant createdAt;
        Instant changedAt;
        boolean extended;
        @Nullable
        UUID paymentId;

        static Fields of(Booking b) {
            var f = new Fields();
            f.id = b.id();
            f.subsectionId = b.subsectionId();
            f.eventId = b.eventId();
            f.buyer = b.buyer();
            f.contentHash = b.contentHash();
            f.status = b.status();
            f.reason = b.reason();
            f.quantity = b.quantity();
            f.seats = b.seats();
            f.priceMinor = b.priceMinor();
            f.currency = b.currency();
            f.holdUntil = b.holdUntil();
            f.version = b.version();
            f.createdVersion = b.createdVersion();
            f.createdAt = b.createdAt();
            f.changedAt = b.changedAt();
            f.extended = b.extended();
            f.paymentId = b.paymentId();
            return f;
        }

        Booking booking() {
            return new Booking(id, subsectionId, eventId, buyer, contentHash, status, reason, quantity, seats,
                    priceMinor, currency, holdUntil, version, createdVersion, createdAt, changedAt, extended,
                    paymentId);
        }
    }

    static Outcome with(Outcome outcome, Booking booking) {
        return switch (outcome) {
            case Outcome.SeatsHeld _ -> new Outcome.SeatsHeld(booking);
            case Outcome.BookingRejected _ -> new Outcome.BookingRejected(booking);
            case Outcome.BookingCancelled _ -> new Outcome.BookingCancelled(booking);
            case Outcome.SeatsReleased(_, var released) -> new Outcome.SeatsReleased(booking, released);
            case Outcome.HoldExpired _ -> new Outcome.HoldExpired(booking);
            case Outcome.BookingConfirmed(_, var late) -> new Outcome.BookingConfirmed(booking, late);
            case Outcome.HoldChanged _ -> new Outcome.HoldChanged(booking);
            case Outcome.OfSubsection _,Outcome.CommandRefused _ -> throw new IllegalArgumentException();
        };
    }

    static boolean is(HistoryRecord record, long booking, Class<? extends Outcome> kind) {
        return record instanceof HistoryRecord.Decided(_, _, var outcome, _) && kind.isInstance(outcome)
                && Outcomes.subject(outcome).equals(Story.id(booking));
    }

    static Outcome find(List<HistoryRecord> history, long booking, Class<? extends Outcome> kind) {
        return history.stream().filter(record -> is(record, booking, kind))
                .map(record -> ((HistoryRecord.Decided) record).outcome()).findFirst().orElseThrow();
    }

    static Booking booking(List<HistoryRecord> history, long booking, Class<? extends Outcome> kind) {
        return ((Outcome.OfBooking) find(history, booking, kind)).booking();
    }

    static void change(List<HistoryRecord> history, long booking, Class<? extends Outcome> kind,
            UnaryOperator<Fields> change) {
        outcome(history, booking, kind,
                outcome -> with(outcome, with(((Outcome.OfBooking) outcome).booking(), change)));
    }

    static void outcome(List<HistoryRecord> history, long booking, Class<? extends Outcome> kind,
            UnaryOperator<Outcome> change) {
        require(history, record -> is(record, booking, kind));
        history.replaceAll(
                record -> record instanceof HistoryRecord.Decided(var partition, var position, var outcome, var at)
                        && is(record, booking, kind)
                                ? new HistoryRecord.Decided(partition, position, change.apply(outcome), at)
                                : record);
    }

    static void drop(List<HistoryRecord> history, Predicate<HistoryRecord> which) {
        require(history, which);
        history.removeIf(which);
    }

    static void drop(List<HistoryRecord> history, long booking, Class<? extends Outcome> kind) {
        drop(history, record -> is(record, booking, kind));
    }

    static void add(List<HistoryRecord> history, int partition, Outcome outcome) {
        history.add(new HistoryRecord.Decided(partition, 9_999, outcome));
    }

    /** @param change null from it leaves a record alone */
    static <R extends HistoryRecord> void replace(List<HistoryRecord> history, Class<R> kind, Predicate<R> which,
            UnaryOperator<R> change) {
        require(history, record -> kind.isInstance(record) && which.test(kind.cast(record)));
        history.replaceAll(record -> kind.isInstance(record) && which.test(kind.cast(record))
                ? Objects.requireNonNull(change.apply(kind.cast(record)))
                : record);
    }

    private static void require(List<HistoryRecord> history, Predicate<HistoryRecord> which) {
        if (history.stream().noneMatch(which)) {
            throw new IllegalArgumentException("nothing to change");
        }
    }

    /** Changes the terms of openings and changes, in outcomes, commands and rows alike. */
    static void reword(List<HistoryRecord> history, UnaryOperator<Terms> change) {
        history.replaceAll(record -> switch (record) {
            case HistoryRecord.Decided(var partition, var position, Outcome.SubsectionOpened(var version, var opening), var at) ->
                new HistoryRecord.Decided(partition, position,
                        new Outcome.SubsectionOpened(version, opening.with(change.apply(opening.terms()))), at);
            case HistoryRecord.Decided(var partition, var position, Outcome.SubsectionChanged(var id, var version, var terms), var at) ->
                new HistoryRecord.Decided(partition, position,
                        new Outcome.SubsectionChanged(id, version, change.apply(terms)), at);
            default -> record;
        });
    }
}
