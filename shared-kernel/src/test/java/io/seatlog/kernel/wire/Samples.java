package io.seatlog.kernel.wire;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages to encode: those whose bytes are pinned in {@code golden}, by the name of their file, and random ones. */
final class Samples {
    private static final int SUBSECTION = 70_000;
    private static final UUID BOOKING = UUID.fromString("01930000-0000-7abc-8def-0123456789ab");
    private static final UUID EVENT = UUID.fromString("01920000-1111-7222-8333-444444444444");
    private static final UUID PAYMENT = UUID.fromString("01940000-2222-7333-8444-555555555555");
    private static final String BUYER = "Buyer_1-x";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long VERSION = Version.of(1, 42);

    private static final Command.OpenSubsection OPEN = new Command.OpenSubsection(SUBSECTION,
            new SubsectionKey(EVENT, "Block7", "12"), 63, new SeatingPlan(20, 25),
            new Terms(3, 4_500, "EUR", NOON, NOON.plusSeconds(6 * 3_600), 600, 4));
    private static final Command.OpenSubsection LIMITED = new Command.OpenSubsection(SUBSECTION, OPEN.key(), 63,
            new SeatingPlan(20, 25), new Terms(3, 4_500, "EUR", NOON, NOON.plusSeconds(6 * 3_600), 600, 4, 6));
    private static final Command.ReserveSeats BEST = new Command.ReserveSeats(SUBSECTION, BOOKING, BUYER, 3,
            Selection.BEST_AVAILABLE, Seats.NONE);
    private static final Command.ReserveSeats MANUAL = new Command.ReserveSeats(SUBSECTION, BOOKING, BUYER, 2,
            Selection.MANUAL, Seats.of(24, 499));
    private static final Booking HELD = new Booking(BOOKING, SUBSECTION, EVENT, BUYER, ContentHash.of(BEST),
            BookingStatus.HELD, null, 3, Seats.of(24, 25, 26), 4_500, "EUR", NOON.plusSeconds(601), VERSION, VERSION,
            NOON.plusSeconds(1), NOON.plusSeconds(1));
    private static final Booking REJECTED = new Booking(BOOKING, SUBSECTION, EVENT, BUYER, ContentHash.of(MANUAL),
            BookingStatus.REJECTED, Reason.SEAT_TAKEN, 2, Seats.NONE, 0, null, null, VERSION, VERSION,
            NOON.plusSeconds(1), NOON.plusSeconds(1));

    private static final Map<String, Command> FIRST_COMMANDS = Map.of("command-open-subsection", OPEN,
            "command-open-subsection-limited",
            LIMITED, "command-reserve-best", BEST,
            "command-reserve-manual", MANUAL, "command-cancel-booking",
            new Command.CancelBooking(SUBSECTION, BOOKING, BUYER, Reason.CANCELLED_BY_BUYER), "command-expire-holds",
            new Command.ExpireHolds(SUBSECTION, List.of(BOOKING, EVENT)), "command-release-seats",
            new Command.ReleaseSeats(SUBSECTION, BOOKING, BUYER, Seats.of(24, 26)));
    private static final Terms PAUSED = new Terms(4, 5_000, "EUR", NOON, NOON.plusSeconds(6 * 3_600), 300, 2, 6,
            Sale.PAUSED);
    private static final Map<String, Command> SECOND_COMMANDS = Map.of("command-confirm-booking",
            new Command.ConfirmBooking(SUBSECTION, BOOKING, BUYER, PAYMENT, 13_500, NOON.plusSeconds(30)),
            "command-extend-hold", new Command.ExtendHold(SUBSECTION, BOOKING, BUYER, 180), "command-cancel-bookings",
            new Command.CancelBookings(SUBSECTION, List.of(BOOKING, EVENT), Reason.EVENT_CANCELLED),
            "command-change-terms", new Command.ChangeTerms(SUBSECTION, PAUSED));
    private static final Map<String, Command> THIRD_COMMANDS = Map.of("command-block-seats",
            new Command.BlockSeats(SUBSECTION, Seats.of(0, 24, 499)), "command-unblock-seats",
            new Command.UnblockSeats(SUBSECTION, Seats.of(24)));
    static final Map<String, Command> COMMANDS = Stream.of(FIRST_COMMANDS, SECOND_COMMANDS, THIRD_COMMANDS)
            .flatMap(each -> each.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Map<String, Outcome> FIRST_OUTCOMES = Map.of("outcome-subsection-opened",
            new Outcome.SubsectionOpened(VERSION, OPEN), "outcome-seats-held", new Outcome.SeatsHeld(HELD),
            "outcome-booking-rejected", new Outcome.BookingRejected(REJECTED), "outcome-booking-cancelled",
            new Outcome.BookingCancelled(HELD.cancelled(Reason.CANCELLED_BY_BUYER, VERSION + 7, NOON.plusSeconds(2))),
            "outcome-command-refused",
            new Outcome.CommandRefused(SUBSECTION, VERSION, BOOKING, BUYER, CommandType.RESERVE_SEATS,
                    Reason.BOOKING_ID_REUSED, BookingStatus.HELD, NOON.plusSeconds(1)),
            "outcome-command-refused-unknown", new Outcome.CommandRefused(SUBSECTION, VERSION, BOOKING, BUYER,
                    CommandType.CANCEL_BOOKING, Reason.BOOKING_UNKNOWN, null, NOON.plusSeconds(1)));
    private static final Map<String, Outcome> SECOND_OUTCOMES = Map.of("outcome-subsection-opened-limited",
            new Outcome.SubsectionOpened(VERSION, LIMITED), "outcome-booking-rejected-limit",
            new Outcome.BookingRejected(new Booking(BOOKING, SUBSECTION, EVENT, BUYER, ContentHash.of(MANUAL),
                    BookingStatus.REJECTED, Reason.BUYER_LIMIT_REACHED, 2, Seats.NONE, 0, null, null, VERSION, VERSION,
                    NOON.plusSeconds(1), NOON.plusSeconds(1))),
            "outcome-seats-released",
            new Outcome.SeatsReleased(HELD.keeping(Seats.of(25), VERSION + 3, NOON.plusSeconds(5)), Seats.of(24, 26)),
            "outcome-command-refused-seat",
            new Outcome.CommandRefused(SUBSECTION, VERSION, BOOKING, BUYER, CommandType.RELEASE_SEATS,
                    Reason.SEAT_NOT_IN_BOOKING, BookingStatus.HELD, NOON.plusSeconds(1)),
            "outcome-hold-expired", new Outcome.HoldExpired(HELD.expired(VERSION + 9, NOON.plusSeconds(602))),
            "outcome-hold-changed",
            new Outcome.HoldChanged(HELD.extendedUntil(NOON.plusSeconds(780), VERSION + 5, NOON.plusSeconds(600))),
            "outcome-booking-confirmed-late",
            new Outcome.BookingConfirmed(HELD.expired(VERSION + 9, NOON.plusSeconds(602)).confirmed(PAYMENT,
                    VERSION + 11, NOON.plusSeconds(605)), true),
            "outcome-booking-cancelled-paid", new Outcome.BookingCancelled(HELD.confirmed(PAYMENT, VERSION + 6,
                    NOON.plusSeconds(3)).cancelled(Reason.PAYMENT_FAILED, VERSION + 7, NOON.plusSeconds(4))),
            "outcome-subsection-changed", new Outcome.SubsectionChanged(SUBSECTION, VERSION + 12, PAUSED));
    private static final Map<String, Outcome> THIRD_OUTCOMES = Map.of("outcome-seats-blocked",
            new Outcome.SeatsBlocked(SUBSECTION, VERSION + 13, Seats.of(0, 24, 499)), "outcome-seats-unblocked",
            new Outcome.SeatsUnblocked(SUBSECTION, VERSION + 14, Seats.of(24)));
    static final Map<String, Outcome> OUTCOMES = Stream.of(FIRST_OUTCOMES, SECOND_OUTCOMES, THIRD_OUTCOMES)
            .flatMap(each -> each.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Samples() {}

    static Command command(String name) {
        return Objects.requireNonNull(COMMANDS.get(name));
    }

    static Outcome outcome(String name) {
        return Objects.requireNonNull(OUTCOMES.get(name));
    }

    static Command command(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> opening(random);
            case 1 -> new Command.ReserveSeats(random.nextInt(), uuid(random), text(random, 64),
                    1 + random.nextInt(Terms.MAX_TICKETS), Selection.BEST_AVAILABLE, Seats.NONE);
            case 2 -> manual(random);
            case 4 -> new Command.ReleaseSeats(random.nextInt(), uuid(random), text(random, 64),
                    seats(random, 1 + random.nextInt(Terms.MAX_TICKETS)));
            case 3 -> new Command.ExpireHolds(random.nextInt(), Stream.generate(() -> uuid(random))
                    .limit(1 + random.nextInt(Command.ExpireHolds.MOST)).toList());
            case 5 -> new Command.ConfirmBooking(random.nextInt(), uuid(random), text(random, 64), uuid(random),
                    random.nextLong(Long.MAX_VALUE), time(random));
            case 6 -> new Command.ExtendHold(random.nextInt(), uuid(random), text(random, 64),
                    1 + random.nextInt(Command.ExtendHold.MOST_SECONDS));
            case 7 -> new Command.CancelBookings(random.nextInt(), Stream.generate(() -> uuid(random))
                    .limit(1 + random.nextInt(Command.CancelBookings.MOST)).toList(), any(random, Reason.values()));
            case 8 -> new Command.ChangeTerms(random.nextInt(), opening(random).terms());
            case 9 -> new Command.BlockSeats(random.nextInt(), seats(random, 1 + random.nextInt(500)));
            case 10 -> new Command.UnblockSeats(random.nextInt(), seats(random, 1 + random.nextInt(500)));
            default -> new Command.CancelBooking(random.nextInt(), uuid(random), text(random, 64), any(random,
                    Reason.values()));
        };
    }

    static Outcome outcome(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> new Outcome.SubsectionOpened(version(random), opening(random));
            case 1 -> new Outcome.SeatsHeld(booking(random));
            case 2 -> new Outcome.BookingRejected(booking(random));
            case 3 -> new Outcome.BookingCancelled(booking(random));
            case 4 -> new Outcome.HoldExpired(booking(random));
            case 5 -> new Outcome.SeatsReleased(booking(random), seats(random, 1 + random.nextInt(10)));
            case 6 -> new Outcome.BookingConfirmed(booking(random), random.nextBoolean());
            case 7 -> new Outcome.HoldChanged(booking(random));
            case 8 ->
                new Outcome.SubsectionChanged(random.nextInt(), version(random), opening(random).terms());
            case 9 ->
                new Outcome.SeatsBlocked(random.nextInt(), version(random), seats(random, 1 + random.nextInt(500)));
            case 10 ->
                new Outcome.SeatsUnblocked(random.nextInt(), version(random), seats(random, 1 + random.nextInt(500)));
            default -> new Outcome.CommandRefused(random.nextInt(), version(random), uuid(random), text(random, 64),
                    any(random, CommandType.values()), any(random, Reason.values()),
                    orNull(random, any(random, BookingStatus.values())), time(random));
        };
    }

    private static Command.OpenSubsection opening(Random random) {
        int seatsPerRow = 1 + random.nextInt(SeatingPlan.MAX_RECTANGLE);
        var plan = new SeatingPlan(1 + random.nextInt(SeatingPlan.MAX_RECTANGLE / seatsPerRow), seatsPerRow);
        var onSale = time(random);
        var terms = new Terms(1 + random.nextInt(1_000), random.nextLong(Long.MAX_VALUE), "USD", onSale,
                onSale.plusMillis(1 + random.nextInt(1_000_000)), 1 + random.nextInt(Integer.MAX_VALUE - 1),
                1 + random.nextInt(Terms.MAX_TICKETS), random.nextInt(Terms.MOST_PER_BUYER + 1),
                any(random, Sale.values()));
        var name = text(random, 12).replaceAll("[_-]", "x");
        return new Command.OpenSubsection(1 + random.nextInt(Integer.MAX_VALUE - 1),
                new SubsectionKey(uuid(random), name, "1"), random.nextInt(1 << 16), plan, terms);
    }

    private static Command.ReserveSeats manual(Random random) {
        var seats = seats(random, 1 + random.nextInt(Terms.MAX_TICKETS));
        return new Command.ReserveSeats(random.nextInt(), uuid(random), text(random, 64), seats.size(),
                Selection.MANUAL, seats);
    }

    private static Booking booking(Random random) {
        return new Booking(uuid(random), random.nextInt(), uuid(random), text(random, 64), uuid(random),
                any(random, BookingStatus.values()), orNull(random, any(random, Reason.values())),
                1 + random.nextInt(Terms.MAX_TICKETS), seats(random, random.nextInt(11)), random.nextLong(),
                orNull(random, "EUR"), orNull(random, time(random)), version(random), version(random), time(random),
                time(random)).marked(random.nextBoolean(), orNull(random, uuid(random)));
    }

    private static Seats seats(Random random, int size) {
        return Seats.of(random.ints(0, SeatingPlan.MAX_SEATS).distinct().limit(size).toArray());
    }

    private static String text(Random random, int longest) {
        var alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
        var text = new StringBuilder();
        for (int i = 1 + random.nextInt(longest); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static UUID uuid(Random random) {
        return Uuid7.of(random.nextLong(1L << 48), random.nextLong(), random.nextLong());
    }

    private static long version(Random random) {
        return Version.of(1 + random.nextInt(Version.MAX_GENERATION), random.nextLong(1L << 40));
    }

    private static Instant time(Random random) {
        return Instant.ofEpochMilli(random.nextLong(-1L << 44, 1L << 44));
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static <T> @Nullable T orNull(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }
}
