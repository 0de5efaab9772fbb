package io.seatlog.proof.history;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Tells a valid history: each call is a command at the end of its partition's log, decided at once by {@link Decisions},
 * accepted, published and told. {@link #end} adds the state. Ids are small numbers: booking 3 has id 3, payment 3 too.
 */
@NullUnmarked // What a test looks up is there.
final class Story {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final UUID EVENT = new UUID(7, 7);
    static final int HOLD_SECONDS = 600;
    static final Duration GRACE = Duration.ofSeconds(30);
    private final Consumer<HistoryRecord> out;
    final Map<Integer, Decisions.Place> places = new TreeMap<>();
    final Map<UUID, Booking> bookings = new LinkedHashMap<>();
    final Map<UUID, Integer> homes = new LinkedHashMap<>();
    final Map<String, Integer> taken = new TreeMap<>();
    private final Map<Integer, Long> offsets = new TreeMap<>();
    private final Map<UUID, Long> told = new LinkedHashMap<>();
    private final Map<UUID, Long> paid = new LinkedHashMap<>();
    private final List<HistoryRecord> refusals = new ArrayList<>();
    private long position;
    Instant now = START;
    int maxPerBuyer = 6;

    Story(Consumer<HistoryRecord> out) {
        this.out = out;
        out.accept(Coverage.everything());
    }

    static UUID id(long number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    Story pass(long seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    static Terms terms(int version, int maxPerBuyer, Sale sale) {
        return new Terms(version, 4500, "EUR", START.minusSeconds(60), START.plusSeconds(86_400), HOLD_SECONDS, 4,
                maxPerBuyer, sale);
    }

    Story open(int subsection, int partition, int rows, int seatsPerRow) {
        var opening = new Command.OpenSubsection(subsection, new SubsectionKey(EVENT, "A", "" + subsection), partition,
                new SeatingPlan(rows, seatsPerRow), terms(1, maxPerBuyer, Sale.OPEN));
        return command(partition, opening);
    }

    Story sale(int subsection, Sale sale) {
        var before = places.get(subsection).opening.terms();
        return command(partition(subsection),
                new Command.ChangeTerms(subsection, terms(before.version() + 1, maxPerBuyer, sale)));
    }

    Story hold(int subsection, long booking, String buyer, int... seats) {
        return command(partition(subsection), new Command.ReserveSeats(subsection, id(booking), buyer, seats.length,
                Selection.MANUAL, Seats.of(seats)));
    }

    Story best(int subsection, long booking, String buyer, int quantity) {
        return command(partition(subsection), new Command.ReserveSeats(subsection, id(booking), buyer, quantity,
                Selection.BEST_AVAILABLE, Seats.NONE));
    }

    Story pay(long booking) {
        var known = bookings.get(id(booking));
        return command(homes.get(known.id()), new Command.ConfirmBooking(known.subsectionId(), known.id(),
                known.buyer(), id(booking), known.totalMinor(), now.plusSeconds(60)));
    }

    Story extend(long booking, int seconds) {
        var known = bookings.get(id(booking));
        return command(homes.get(known.id()),
                new Command.ExtendHold(known.subsectionId(), known.id(), known.buyer(), seconds));
    }

    Story release(long booking, int... seats) {
        var known = bookings.get(id(booking));
        return command(homes.get(known.id()),
                new Command.ReleaseSeats(known.subsectionId(), known.id(), known.buyer(), Seats.of(seats)));
    }

    Story cancel(long booking) {
        var known = bookings.get(id(booking));
        return command(homes.get(known.id()), new Command.CancelBooking(known.subsectionId(), known.id(), known.buyer(),
                Reason.CANCELLED_BY_BUYER));
    }

    Story cancelAll(int subsection, long... bookings) {
        return command(partition(subsection),
                new Command.CancelBookings(subsection, ids(bookings), Reason.CANCELLED_BY_ORGANIZER));
    }

    Story expire(int subsection, long... bookings) {
        return command(partition(subsection), new Command.ExpireHolds(subsection, ids(bookings)));
    }

    private static List<UUID> ids(long... numbers) {
        var ids = new ArrayList<UUID>();
        for (long number : numbers) {
            ids.add(id(number));
        }
        return ids;
    }

    Story block(int subsection, int... seats) {
        return command(partition(subsection), new Command.BlockSeats(subsection, Seats.of(seats)));
    }

    Story unblock(int subsection, int... seats) {
        return command(partition(subsection), new Command.UnblockSeats(subsection, Seats.of(seats)));
    }

    int partition(int subsection) {
        return places.get(subsection).opening.partition();
    }

    Story poison(int partition) {
        out.accept(new HistoryRecord.Unreadable(partition, nextVersion(partition), now));
        return this;
    }

    private long nextVersion(int partition) {
        return Version.of(1, offsets.merge(partition, 1L, Long::sum));
    }

    Story command(int partition, Command command) {
        now = now.plusMillis(1);
        long version = nextVersion(partition);
        out.accept(new HistoryRecord.Commanded(partition, version, now, command));
        if (command instanceof Command.ReserveSeats reserve) {
            out.accept(new HistoryRecord.Accepted(reserve.bookingId(), version, partition, reserve.buyer(),
                    now.plusMillis(3)));
        }
        for (var outcome : new Decisions(this, version).decide(command)) {
            published(partition, outcome);
        }
        return this;
    }

    private void published(int partition, Outcome outcome) {
        out.accept(new HistoryRecord.Decided(partition, position++, outcome));
        switch (outcome) {
            case Outcome.OfBooking of -> {
                homes.putIfAbsent(of.booking().id(), partition);
                bookings.put(of.booking().id(), of.booking());
                tell(of.booking());
                if (outcome instanceof Outcome.BookingConfirmed(var booking, _) && booking.paymentId() != null) {
                    paid.put(booking.paymentId(), booking.totalMinor());
                }
            }
            case Outcome.CommandRefused refused -> refusals.add(new HistoryRecord.RefusalRow(partition,
                    refused.version(), refused.bookingId(), refused.reason()));
            case Outcome.OfSubsection _ -> {
            }
        }
        if (position % 5 == 0) {
            // Published again, by an owner who took over.
            out.accept(new HistoryRecord.Decided(partition, position++, outcome));
        }
    }

    private void tell(Booking booking) {
        if (booking.id().getLeastSignificantBits() % 2 == 0) {
            out.accept(new HistoryRecord.Told(stream(booking), told.merge(booking.id(), 1L, Long::sum), booking.id(),
                    booking.version(), booking.status()));
        }
    }

    private static String stream(Booking booking) {
        return "stream-" + (booking.id().getLeastSignificantBits() & 0xFFFF_FFFFL);
    }

    static boolean live(@Nullable Booking booking) {
        return booking != null
                && (booking.status() == BookingStatus.HELD || booking.status() == BookingStatus.CONFIRMED);
    }

    /** The state, as it must be after all this. */
    void end() {
        refusals.forEach(out);
        for (var booking : bookings.values()) {
            out.accept(new HistoryRecord.BookingRow(homes.get(booking.id()), booking));
            if (live(booking)) {
                booking.seats().stream().forEach(
                        seat -> out.accept(new HistoryRecord.ClaimRow(booking.subsectionId(), seat, booking.id())));
            }
            if (told.containsKey(booking.id())) {
                boolean open = booking.status() == BookingStatus.HELD;
                out.accept(new HistoryRecord.ToldLast(stream(booking), told.get(booking.id()) + 1, booking.id(),
                        booking.version(), booking.status(),
                        open ? HistoryRecord.StreamEnd.OPEN : HistoryRecord.StreamEnd.CLOSED));
            }
        }
        places.forEach((id, place) -> {
            int seats = place.opening.plan().seats();
            var image = MapLayout.image(place.version, seats, place::state);
            for (int seat = 0; seat < seats; seat++) {
                if (place.state(seat) == SeatState.BLOCKED) {
                    out.accept(new HistoryRecord.ClaimRow(id, seat, House.CLAIM));
                }
            }
            out.accept(new HistoryRecord.SubsectionRow(place.opening, place.version, image.free()));
            out.accept(new HistoryRecord.MapImage(id, image.toBytes()));
        });
        taken.forEach((buyer, tickets) -> out.accept(new HistoryRecord.BuyerRow(EVENT, buyer, tickets)));
        var sold = bookings.values().stream().filter(booking -> booking.status() == BookingStatus.CONFIRMED)
                .map(Booking::paymentId).collect(Collectors.toSet());
        paid.forEach((payment, amount) -> out.accept(new HistoryRecord.Charge(payment, amount, "EUR",
                sold.contains(payment) ? HistoryRecord.ChargeState.CAPTURED : HistoryRecord.ChargeState.CLOSED)));
        out.accept(new HistoryRecord.Charge(id(999_999), 4500, "EUR", HistoryRecord.ChargeState.CLOSED));
        var logTimes = new TreeMap<Integer, Instant>();
        offsets.keySet().forEach(partition -> logTimes.put(partition, now));
        out.accept(new HistoryRecord.End(logTimes, true, GRACE));
    }

    SeatState state(UUID owner) {
        return bookings.get(owner).status() == BookingStatus.HELD ? SeatState.HELD : SeatState.SOLD;
    }
}
