package io.seatlog.proof.history;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.proof.history.HistoryRecord.Accepted;
import io.seatlog.proof.history.HistoryRecord.BookingRow;
import io.seatlog.proof.history.HistoryRecord.BuyerRow;
import io.seatlog.proof.history.HistoryRecord.Charge;
import io.seatlog.proof.history.HistoryRecord.ChargeState;
import io.seatlog.proof.history.HistoryRecord.ClaimRow;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import io.seatlog.proof.history.HistoryRecord.Decided;
import io.seatlog.proof.history.HistoryRecord.End;
import io.seatlog.proof.history.HistoryRecord.MapImage;
import io.seatlog.proof.history.HistoryRecord.RefusalRow;
import io.seatlog.proof.history.HistoryRecord.StreamEnd;
import io.seatlog.proof.history.HistoryRecord.SubsectionRow;
import io.seatlog.proof.history.HistoryRecord.Told;
import io.seatlog.proof.history.HistoryRecord.ToldLast;
import io.seatlog.proof.history.HistoryRecord.Unreadable;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes one record of a valid history wrong, or takes it away; and says when that changes nothing that was promised. */
final class Corruption {
    private Corruption() {}

    /** @return null to take it away */
    static @Nullable HistoryRecord of(HistoryRecord record, Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        boolean first = random.nextBoolean();
        return switch (record) {
            case Coverage _ -> throw new IllegalArgumentException();
            case Accepted a -> first
                    ? new Accepted(a.bookingId(), a.version() + 1, a.partition(), a.buyer(), a.at())
                    : new Accepted(a.bookingId(), a.version(), a.partition(), a.buyer() + "x", a.at());
            case Commanded c -> first
                    ? new Commanded(c.partition(), c.version() + 100_000, c.at(), c.command())
                    : new Commanded(c.partition(), c.version(), c.at(), other(c.command()));
            case Unreadable u -> new Unreadable(u.partition(), u.version(), u.at().plusSeconds(9_999));
            case Decided d -> new Decided(d.partition(), d.position(), other(d.outcome(), random));
            case Told t -> first
                    ? new Told(t.stream(), t.sequence(), t.bookingId(), t.version() - 1, t.status())
                    : new Told(t.stream(), t.sequence(), t.bookingId(), t.version(), other(t.status()));
            case ToldLast t -> first
                    ? new ToldLast(t.stream(), t.sequence(), t.bookingId(), t.version(), other(t.status()), t.end())
                    : new ToldLast(t.stream(), t.sequence(), t.bookingId(), t.version(), t.status(),
                            t.end() == StreamEnd.OPEN ? StreamEnd.CLOSED : StreamEnd.OPEN);
            case BookingRow b -> new BookingRow(b.partition(), other(b.booking(), random));
            case ClaimRow c -> first
                    ? new ClaimRow(c.subsectionId(), c.seat() + 24, c.bookingId())
                    : new ClaimRow(c.subsectionId(), c.seat(), Story.id(123_456));
            case SubsectionRow s -> first
                    ? new SubsectionRow(s.opening(), s.version() - 1, s.free())
                    : new SubsectionRow(s.opening(), s.version(), s.free() + 1);
            case BuyerRow b -> new BuyerRow(b.eventId(), b.buyer(), b.taken() + 1);
            case RefusalRow r -> first
                    ? new RefusalRow(r.partition(), r.version() + 1, r.bookingId(), r.reason())
                    : new RefusalRow(r.partition(), r.version(), r.bookingId(), Reason.INTERNAL);
            case MapImage m -> {
                var image = m.image().clone();
                image[2 + random.nextInt(image.length - 2)] ^= (byte) (1 << random.nextInt(8));
                yield new MapImage(m.subsectionId(), image);
            }
            case Charge c -> first
                    ? new Charge(c.paymentId(), c.amountMinor() + 1, c.currency(), c.state())
                    : new Charge(c.paymentId(), c.amountMinor(), c.currency(),
                            c.state() == ChargeState.CAPTURED ? ChargeState.OPEN : ChargeState.CAPTURED);
            case End e -> new End(e.logTimes(), false, e.grace());
        };
    }

    private static Command other(Command command) {
        int other = command.subsectionId() + 50;
        return switch (command) {
            case Command.OpenSubsection c ->
                new Command.OpenSubsection(other, c.key(), c.partition(), c.plan(), c.terms());
            case Command.ReserveSeats c -> new Command.ReserveSeats(other, c.bookingId(), c.buyer(), c.quantity(),
                    c.selection(), c.seats());
            case Command.CancelBooking c -> new Command.CancelBooking(other, c.bookingId(), c.buyer(), c.reason());
            case Command.ReleaseSeats c -> new Command.ReleaseSeats(other, c.bookingId(), c.buyer(), c.seats());
            case Command.ConfirmBooking c -> new Command.ConfirmBooking(other, c.bookingId(), c.buyer(), c.paymentId(),
                    c.amountMinor(), c.validUntil());
            case Command.ExtendHold c -> new Command.ExtendHold(other, c.bookingId(), c.buyer(), c.seconds());
            case Command.ExpireHolds c -> new Command.ExpireHolds(other, c.bookingIds());
            case Command.CancelBookings c -> new Command.CancelBookings(other, c.bookingIds(), c.reason());
            case Command.ChangeTerms c -> new Command.ChangeTerms(other, c.terms());
            case Command.BlockSeats c -> new Command.BlockSeats(other, c.seats());
            case Command.UnblockSeats c -> new Command.UnblockSeats(other, c.seats());
        };
    }

    private static Outcome other(Outcome outcome, Random random) {
        return switch (outcome) {
            case Outcome.OfBooking of -> Edits.with(outcome, other(of.booking(), random));
            case Outcome.SubsectionOpened o -> new Outcome.SubsectionOpened(o.version() + 1, o.opening());
            case Outcome.SubsectionChanged c ->
                new Outcome.SubsectionChanged(c.subsectionId() + 50, c.version(), c.terms());
            case Outcome.SeatsBlocked b -> random.nextBoolean()
                    ? new Outcome.SeatsBlocked(b.subsectionId(), b.version() + 1, b.seats())
                    : new Outcome.SeatsBlocked(b.subsectionId(), b.version(), other(b.seats()));
            case Outcome.SeatsUnblocked b -> random.nextBoolean()
                    ? new Outcome.SeatsBlocked(b.subsectionId(), b.version(), b.seats())
                    : new Outcome.SeatsUnblocked(b.subsectionId(), b.version(), other(b.seats()));
            case Outcome.CommandRefused r -> new Outcome.CommandRefused(r.subsectionId(), r.version(), r.bookingId(),
                    r.buyer() + "x", r.command(), r.reason(), r.status(), r.at());
        };
    }

    /** Another one in the place of the first. */
    private static Seats other(Seats seats) {
        int free = IntStream.range(0, 24).filter(seat -> !seats.contains(seat)).findFirst().orElseThrow();
        return Seats.of(IntStream.concat(IntStream.of(free), seats.stream().skip(1)).toArray());
    }

    private static Booking other(Booking booking, Random random) {
        return Edits.with(booking, f -> {
            switch (random.nextInt(16)) {
                case 0 -> f.id = Story.id(123_456);
                case 1 -> f.subsectionId += 50;
                case 2 -> f.eventId = Story.id(1);
                case 3 -> f.buyer += "x";
                case 4 -> f.contentHash = Story.id(2);
                case 5 -> f.status = other(f.status);
                case 6 -> f.reason = f.reason == null ? Reason.INTERNAL : null;
                case 7 -> f.quantity++;
                case 8 -> f.seats = f.seats.isEmpty() ? Seats.of(3) : Seats.NONE;
                case 9 -> f.priceMinor++;
                case 10 -> f.holdUntil = f.holdUntil == null ? f.createdAt : f.holdUntil.plusSeconds(1);
                case 11 -> f.version++;
                case 12 -> f.createdVersion--;
                case 13 -> f.createdAt = f.createdAt.minusMillis(1);
                case 14 -> f.changedAt = f.changedAt.plusMillis(1);
                default -> f.extended = !f.extended;
            }
            return f;
        });
    }

    private static BookingStatus other(BookingStatus status) {
        return status == BookingStatus.CONFIRMED ? BookingStatus.CANCELLED : BookingStatus.CONFIRMED;
    }

    /**
     * What no check can or need see, because the history is then as valid as before: a 202 that was not recorded, or of a repeat
     * that is in the log; a copy
     * of an outcome that is also there elsewhere; what a stream said when more followed, or how it ended; a command or
     * poison that had no effect, or its place; money of which nothing became; a row that counts nothing; and whether the run was at
     * rest, which the report names as not run.
     */
    static boolean harmless(HistoryRecord original, @Nullable HistoryRecord corrupted, List<HistoryRecord> history) {
        return switch (original) {
            case Accepted _ -> corrupted == null || corrupted instanceof Accepted now && history.stream()
                    .anyMatch(other -> other instanceof Commanded(var partition, var version, _, Command.ReserveSeats r)
                            && partition == now.partition() && version == now.version()
                            && r.bookingId().equals(now.bookingId()) && r.buyer().equals(now.buyer()));
            case ToldLast _,Told _ -> corrupted == null
                    || corrupted instanceof ToldLast last && last.end() != StreamEnd.CLOSED;
            case Decided decided -> corrupted == null && history.stream()
                    .anyMatch(other -> other instanceof Decided(var partition, _, var outcome, _)
                            && partition == decided.partition() && outcome.equals(decided.outcome()));
            case Commanded commanded -> history.stream()
                    .noneMatch(other -> other instanceof Decided(var partition, _, var outcome, _)
                            && partition == commanded.partition() && outcome.version() == commanded.version());
            case Unreadable poison -> corrupted == null || history.stream()
                    .noneMatch(other -> other instanceof Decided(var partition, _, var outcome, _)
                            && partition == poison.partition() && outcome.version() > poison.version());
            case Charge charge -> charge.state() == ChargeState.CLOSED
                    && !(corrupted instanceof Charge now && now.state() == ChargeState.CAPTURED);
            case BuyerRow row -> row.taken() == 0 && corrupted == null;
            case End _ -> true;
            case Coverage _,BookingRow _,ClaimRow _,SubsectionRow _,RefusalRow _,MapImage _ ->
                Objects.equals(original, corrupted);
        };
    }
}
