package io.seatlog.proof.certificate;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.reservation.subsection.Subsection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Tells a sale that production code decided: each call is a command at the end of its partition's log. */
@NullUnmarked // What a test looks up is there.
final class SaleStory {
    static final UUID EVENT = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0007L);
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final int HOLD_SECONDS = 600;
    private final Consumer<HistoryRecord> out;
    private final Map<Integer, Subsection> subsections = new TreeMap<>();
    private final Map<UUID, Booking> bookings = new HashMap<>();
    private final Map<Integer, Long> offsets = new TreeMap<>();
    private long position;
    private boolean forgetRejections;
    Instant now = START;
    Duration wait = Duration.ofMillis(20);

    SaleStory(Consumer<HistoryRecord> out) {
        this.out = out;
    }

    /** For long ones: a rejection's row is told at once, and its id never used again. */
    SaleStory forgetful() {
        forgetRejections = true;
        return this;
    }

    static UUID id(long number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    Booking booking(long number) {
        return bookings.get(id(number));
    }

    Subsection subsection(int id) {
        return subsections.get(id);
    }

    SaleStory pass(long seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    static Terms terms(int version, Sale sale) {
        return new Terms(version, 4500, "EUR", START.minusSeconds(60), START.plusSeconds(86_400), HOLD_SECONDS, 4,
                Terms.NO_LIMIT, sale);
    }

    SaleStory open(int subsection, int rows, int seatsPerRow) {
        return open(subsection, subsection % 4, EVENT, rows, seatsPerRow);
    }

    SaleStory open(int subsection, int partition, UUID event, int rows, int seatsPerRow) {
        return command(partition, new Command.OpenSubsection(subsection, new SubsectionKey(event, "A", "" + subsection),
                partition, new SeatingPlan(rows, seatsPerRow), terms(1, Sale.OPEN)));
    }

    SaleStory sale(int subsection, Sale sale) {
        int version = subsections.get(subsection).opening().terms().version() + 1;
        return command(new Command.ChangeTerms(subsection, terms(version, sale)));
    }

    SaleStory hold(int subsection, long booking, int... seats) {
        return command(new Command.ReserveSeats(subsection, id(booking), buyer(booking), seats.length,
                Selection.MANUAL, Seats.of(seats)));
    }

    SaleStory best(int subsection, long booking, int quantity) {
        return command(new Command.ReserveSeats(subsection, id(booking), buyer(booking), quantity,
                Selection.BEST_AVAILABLE, Seats.NONE));
    }

    SaleStory pay(long booking) {
        var known = booking(booking);
        return command(new Command.ConfirmBooking(known.subsectionId(), known.id(), known.buyer(),
                id(1_000_000_000L + booking), known.totalMinor(), now.plusSeconds(60)));
    }

    SaleStory cancel(long booking) {
        var known = booking(booking);
        return command(new Command.CancelBooking(known.subsectionId(), known.id(), known.buyer(),
                Reason.CANCELLED_BY_BUYER));
    }

    SaleStory cancelAll(int subsection, long... numbers) {
        return command(new Command.CancelBookings(subsection, Arrays.stream(numbers).mapToObj(SaleStory::id)
                .toList(), Reason.CANCELLED_BY_ORGANIZER));
    }

    SaleStory release(long booking, int... seats) {
        var known = booking(booking);
        return command(new Command.ReleaseSeats(known.subsectionId(), known.id(), known.buyer(), Seats.of(seats)));
    }

    SaleStory expire(int subsection, long... numbers) {
        return command(new Command.ExpireHolds(subsection, Arrays.stream(numbers).mapToObj(SaleStory::id)
                .toList()));
    }

    SaleStory block(int subsection, int... seats) {
        return command(new Command.BlockSeats(subsection, Seats.of(seats)));
    }

    SaleStory unblock(int subsection, int... seats) {
        return command(new Command.UnblockSeats(subsection, Seats.of(seats)));
    }

    static String buyer(long booking) {
        return "buyer-" + booking;
    }

    SaleStory poison(int partition) {
        out.accept(new HistoryRecord.Unreadable(partition, next(partition), now));
        return this;
    }

    /** Asked, and never decided. */
    SaleStory undecided(int subsection, long booking, int quantity) {
        int partition = subsections.get(subsection).opening().partition();
        out.accept(new HistoryRecord.Commanded(partition, next(partition), now, new Command.ReserveSeats(subsection,
                id(booking), buyer(booking), quantity, Selection.BEST_AVAILABLE, Seats.NONE)));
        return this;
    }

    /** Rejected, whatever is free. */
    SaleStory rejectedAnyway(int subsection, long booking, Reason reason, int... seats) {
        int partition = subsections.get(subsection).opening().partition();
        long version = next(partition);
        now = now.plusMillis(1);
        var asked = new Command.ReserveSeats(subsection, id(booking), buyer(booking), seats.length, Selection.MANUAL,
                Seats.of(seats));
        out.accept(new HistoryRecord.Commanded(partition, version, now, asked));
        var outcome = new Outcome.BookingRejected(new Booking(asked.bookingId(), subsection, EVENT, asked.buyer(),
                ContentHash.of(asked), BookingStatus.REJECTED, reason, seats.length, Seats.NONE, 0, null, null,
                version, version, now, now));
        publish(partition, outcome);
        return this;
    }

    private long next(int partition) {
        return Version.of(1, offsets.merge(partition, 1L, Long::sum) - 1);
    }

    private SaleStory command(Command command) {
        return command(subsections.get(command.subsectionId()).opening().partition(), command);
    }

    private SaleStory command(int partition, Command command) {
        now = now.plusMillis(1);
        long version = next(partition);
        out.accept(new HistoryRecord.Commanded(partition, version, now, command));
        decide(command, version).forEach(outcome -> publish(partition, outcome));
        return this;
    }

    private List<Outcome> decide(Command command, long version) {
        var subsection = subsections.get(command.subsectionId());
        if (subsection == null) {
            return List.of(Subsection.open((Command.OpenSubsection) command, version));
        }
        return subsection.decide(command, this::known, version, now);
    }

    private @Nullable Booking known(UUID id) {
        return bookings.get(id);
    }

    private void publish(int partition, Outcome outcome) {
        out.accept(new HistoryRecord.Decided(partition, position++, outcome, now.plus(wait)));
        switch (outcome) {
            case Outcome.SubsectionOpened opened ->
                subsections.put(opened.subsectionId(), Subsection.opened(opened));
            case Outcome.BookingRejected(var booking) when forgetRejections ->
                out.accept(new HistoryRecord.BookingRow(partition, booking));
            case Outcome.OfBooking of -> {
                subsections.get(of.subsectionId()).apply(outcome);
                bookings.put(of.booking().id(), of.booking());
            }
            case Outcome.CommandRefused refused -> out.accept(new HistoryRecord.RefusalRow(partition,
                    refused.version(), refused.bookingId(), refused.reason()));
            case Outcome.SubsectionChanged _,Outcome.SeatsBlocked _,Outcome.SeatsUnblocked _ ->
                subsections.get(outcome.subsectionId()).apply(outcome);
        }
    }

    /** The state as the last outcome left it. */
    void end(boolean atRest) {
        subsections.forEach((id, subsection) -> {
            out.accept(new HistoryRecord.SubsectionRow(subsection.opening(), subsection.version(), subsection.free()));
            out.accept(new HistoryRecord.MapImage(id, subsection.image().toBytes()));
            for (int seat = 0; seat < subsection.opening().plan().seats(); seat++) {
                if (subsection.state(seat) == SeatState.BLOCKED) {
                    out.accept(new HistoryRecord.ClaimRow(id, seat, House.CLAIM));
                }
            }
        });
        for (var booking : bookings.values()) {
            int partition = subsections.get(booking.subsectionId()).opening().partition();
            out.accept(new HistoryRecord.BookingRow(partition, booking));
            boolean sold = booking.status() == BookingStatus.CONFIRMED;
            if (sold || booking.status() == BookingStatus.HELD) {
                booking.seats().stream().forEach(seat -> out
                        .accept(new HistoryRecord.ClaimRow(booking.subsectionId(), seat, booking.id())));
            }
            if (booking.paymentId() != null) {
                out.accept(new HistoryRecord.Charge(booking.paymentId(), booking.totalMinor(), "EUR",
                        sold ? HistoryRecord.ChargeState.CAPTURED : HistoryRecord.ChargeState.CLOSED));
            }
        }
        var logTimes = new TreeMap<Integer, Instant>();
        offsets.keySet().forEach(partition -> logTimes.put(partition, now));
        out.accept(new HistoryRecord.End(logTimes, atRest, Duration.ofDays(1)));
    }
}
