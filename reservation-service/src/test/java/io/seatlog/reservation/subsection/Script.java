package io.seatlog.reservation.subsection;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A state machine's test as text. Each line is a step and, after an arrow, what must come of it:
 *
 * <pre>
 * plan 2x6                        a new subsection of 2 rows of 6
 * time 12:00:30                   log time from here on (12:00:00 at first)
 * hold B1 [by bob] best 3         -> held 1-2..1-4 | rejected REASON | refused REASON STATUS | nothing | poison
 * hold B1 [by bob] seats 1-1,1-2
 * release B1 [by bob] 1-2,1-3     -> released 1-2..1-3 keeps 1-4 | cancelled 1-2 | refused REASON [STATUS]
 * expire B1,B2                    -> expired 1-2..1-4 and expired 2-1 | nothing
 * cancel B1 [by bob]              -> cancelled 1-2..1-4 | refused REASON [STATUS]
 * extend B1 [by bob] 180          -> held until 2026-… | nothing | refused REASON [STATUS]
 * pay B1 [by bob] P1 9000 [10:00:00] -> confirmed [late] 1-2..1-4 | nothing | refused REASON [STATUS]
 *                                    by payment P1 of that amount, valid until that log time, else until now
 * fail B1 [by bob]                -> cancelled 1-2..1-4 | refused REASON [STATUS]   the capture was refused for good
 * cancelall B1,B2                 -> cancelled 1-2..1-4 and cancelled 2-1 | nothing   by the organizer
 * terms 4 PAUSED 5000             -> terms 4 | nothing   version, sale, price
 * given B2 here|elsewhere STATUS [seats]   a booking that is in the database already
 * block 1-1,1-2                   -> blocked 1-1..1-2 | nothing | poison   for the house
 * unblock 1-1                     -> unblocked 1-1 | nothing | poison
 * map                             -> rows of seats, and the number of free ones
 * </pre>
 *
 * The buyer is ann unless another is named.
 */
final class Script {
    private World world = new World(new SeatingPlan(1, 1));
    private Instant logTime = World.ON_SALE;

    private Script() {}

    static void runs(String text) {
        var script = new Script();
        var actual = text.lines().map(line -> {
            var step = line.split("->")[0].stripTrailing();
            var result = script.step(step.split(" +"));
            return result.isEmpty() ? step : step + " -> " + result;
        }).collect(Collectors.joining("\n"));
        var expected = text.lines().map(line -> line.replaceAll(" +->", " ->")).collect(Collectors.joining("\n"));
        assertThat(actual).isEqualTo(expected);
    }

    static UUID bookingId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private String step(String[] words) {
        return switch (words[0]) {
            case "plan" -> {
                var sides = words[1].split("x");
                world = new World(new SeatingPlan(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
                yield "";
            }
            case "time" -> {
                logTime = Instant.parse("2026-11-21T" + words[1] + "Z");
                yield "";
            }
            case "given" -> {
                world.given(given(words));
                yield "";
            }
            case "map" -> map();
            case "hold", "cancel", "release", "extend", "pay", "fail" -> run(command(words));
            case "terms" -> run(new Command.ChangeTerms(World.ID, terms(words)));
            case "block" -> run(new Command.BlockSeats(World.ID, seats(words[1])));
            case "unblock" -> run(new Command.UnblockSeats(World.ID, seats(words[1])));
            case "cancelall" -> run(new Command.CancelBookings(World.ID,
                    List.of(words[1].split(",")).stream().map(Script::bookingId).toList(), Reason.EVENT_CANCELLED));
            case "expire" -> run(new Command.ExpireHolds(World.ID,
                    List.of(words[1].split(",")).stream().map(Script::bookingId).toList()));
            default -> throw new IllegalArgumentException("no step: " + String.join(" ", words));
        };
    }

    private String run(Command command) {
        try {
            var outcomes = world.run(command, logTime);
            return outcomes.isEmpty()
                    ? "nothing"
                    : outcomes.stream().map(this::words).collect(Collectors.joining(" and "));
        } catch (IllegalArgumentException poison) {
            return "poison";
        }
    }

    private Command command(String[] words) {
        boolean named = words.length > 3 && words[2].equals("by");
        var id = bookingId(words[1]);
        var buyer = named ? words[3] : "ann";
        int next = named ? 4 : 2;
        if (words[0].equals("cancel")) {
            return new Command.CancelBooking(World.ID, id, buyer, Reason.CANCELLED_BY_BUYER);
        }
        if (words[0].equals("fail")) {
            return new Command.CancelBooking(World.ID, id, buyer, Reason.PAYMENT_FAILED);
        }
        if (words[0].equals("extend")) {
            return new Command.ExtendHold(World.ID, id, buyer, Integer.parseInt(words[next]));
        }
        if (words[0].equals("pay")) {
            var until = words.length > next + 2 ? Instant.parse("2026-11-21T" + words[next + 2] + "Z") : logTime;
            return new Command.ConfirmBooking(World.ID, id, buyer, bookingId(words[next]),
                    Long.parseLong(words[next + 1]), until);
        }
        if (words[0].equals("release")) {
            return new Command.ReleaseSeats(World.ID, id, buyer, seats(words[next]));
        }
        if (words[next].equals("best")) {
            return new Command.ReserveSeats(World.ID, id, buyer, Integer.parseInt(words[next + 1]),
                    Selection.BEST_AVAILABLE, Seats.NONE);
        }
        var seats = seats(words[next + 1]);
        return new Command.ReserveSeats(World.ID, id, buyer, seats.size(), Selection.MANUAL, seats);
    }

    private static Terms terms(String[] words) {
        var terms = World.TERMS;
        return new Terms(Integer.parseInt(words[1]), Long.parseLong(words[3]), terms.currency(), terms.onSaleAt(),
                terms.offSaleAt(), terms.holdSeconds(), terms.maxPerBooking(), terms.maxPerBuyer(),
                Sale.valueOf(words[2]));
    }

    private Booking given(String[] words) {
        var status = BookingStatus.valueOf(words[3]);
        var seats = words.length > 4 ? seats(words[4]) : Seats.NONE;
        long version = world.nextVersion();
        return new Booking(bookingId(words[1]), words[2].equals("here") ? World.ID : World.ID + 1, World.EVENT, "ann",
                UUID.randomUUID(), status, null, Math.max(1, seats.size()), seats, 4_500, "EUR", null, version, version,
                logTime, logTime);
    }

    /** Not by the plan's own labels, so that a script can name seats that the plan doesn't have. */
    private Seats seats(String labels) {
        int seatsPerRow = world.opened.opening().plan().seatsPerRow();
        return Seats.of(List.of(labels.split(",")).stream().map(label -> label.split("-"))
                .mapToInt(label -> (Integer.parseInt(label[0]) - 1) * seatsPerRow + Integer.parseInt(label[1]) - 1)
                .toArray());
    }

    private String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.SeatsHeld(var booking) -> "held " + blocks(booking.seats());
            case Outcome.BookingCancelled(var booking) -> "cancelled " + blocks(booking.seats());
            case Outcome.HoldExpired(var booking) -> "expired " + blocks(booking.seats());
            case Outcome.SeatsReleased(var booking, var released) ->
                "released " + blocks(released) + " keeps " + blocks(booking.seats());
            case Outcome.BookingRejected(var booking) -> "rejected " + booking.reason();
            case Outcome.CommandRefused refused ->
                "refused " + refused.reason() + (refused.status() == null ? "" : " " + refused.status());
            case Outcome.BookingConfirmed(var booking, var late) ->
                (late ? "confirmed late " : "confirmed ") + blocks(booking.seats());
            case Outcome.HoldChanged(var booking) -> "held until " + booking.holdUntil();
            case Outcome.SubsectionChanged(_, _, var terms) -> "terms " + terms.version();
            case Outcome.SeatsBlocked(_, _, var seats) -> "blocked " + blocks(seats);
            case Outcome.SeatsUnblocked(_, _, var seats) -> "unblocked " + blocks(seats);
            case Outcome.SubsectionOpened _ -> "opened";
        };
    }

    private String blocks(Seats seats) {
        var plan = world.opened.opening().plan();
        var blocks = new ArrayList<String>();
        for (int from = 0, to = 1; from < seats.size(); from = to++) {
            while (to < seats.size() && plan.adjacent(Seats.of(seats.get(to - 1), seats.get(to)))) {
                to++;
            }
            var first = plan.label(seats.get(from));
            blocks.add(to - from == 1 ? first : first + ".." + plan.label(seats.get(to - 1)));
        }
        return String.join(",", blocks);
    }

    private String map() {
        var plan = world.opened.opening().plan();
        return IntStream.range(0, plan.rows())
                .mapToObj(row -> IntStream.range(0, plan.seatsPerRow())
                        .mapToObj(column -> world.subsection.state(row * plan.seatsPerRow() + column))
                        .map(state -> String.valueOf(state.symbol())).collect(Collectors.joining()))
                .collect(Collectors.joining("/")) + " free " + world.subsection.free();
    }
}
