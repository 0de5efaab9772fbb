package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Selection;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.reservation.memory.InMemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/** Buyers who want seats and change their minds, an organizer, and whatever else gets onto the log. */
final class Customers {
    private static final int BUYERS = 3;
    private static final int UNKNOWN_SUBSECTION = 99;
    /** Where a command names its type. */
    private static final int TYPE_AT = 1;
    private final World world;
    private final Choices choices;
    private final List<Request> requests = new ArrayList<>();
    private final List<Request> accepted = new ArrayList<>();
    private long ids;

    /** @param version of its command */
    record Request(UUID bookingId, int subsection, int partition, long version, String buyer, Instant at) {}

    Customers(World world) {
        this.world = world;
        this.choices = world.choices;
    }

    /** Those whose clients were told 202. */
    List<Request> accepted() {
        return accepted;
    }

    List<Request> requests() {
        return requests;
    }

    /** Those of whoever asked for one, as they are stored now. */
    List<Booking> bookings(BookingStatus status) {
        return requests.stream().map(request -> world.journal.bookings().get(request.bookingId()))
                .filter(booking -> booking != null && booking.status() == status).distinct().toList();
    }

    void act() {
        switch (choices.next(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> book();
            case 8, 9 -> cancel();
            case 10 -> release();
            case 11 -> extend();
            case 12 -> organize();
            case 13 -> repeat();
            case 14 -> twin();
            case 15, 16 -> contend();
            case 17 -> bookEverywhere();
            case 18 -> keepForTheHouse();
            default -> poison();
        }
    }

    void book() {
        int subsection = 1 + choices.next(world.setting.subsections());
        send(subsection, wish(subsection, newId(subsection)));
    }

    /** One buyer at once in all parts of the house, and so in all partitions. */
    private void bookEverywhere() {
        var buyer = buyer();
        for (int subsection = 1; subsection <= world.setting.subsections(); subsection++) {
            send(subsection, wish(subsection, newId(subsection), buyer));
        }
    }

    private Command.ReserveSeats wish(int subsection, UUID id) {
        return wish(subsection, id, buyer());
    }

    private Command.ReserveSeats wish(int subsection, UUID id, String buyer) {
        int quantity = 1 + choices.next(Math.min(3, world.setting.seats()));
        boolean manual = choices.next(2) == 1;
        return new Command.ReserveSeats(subsection, id, buyer, quantity,
                manual ? Selection.MANUAL : Selection.BEST_AVAILABLE, manual ? seats(quantity) : Seats.NONE);
    }

    private Seats seats(int quantity) {
        int first = choices.next(world.setting.seats());
        int[] seats = new int[quantity];
        Arrays.setAll(seats, i -> (first + i) % world.setting.seats());
        return Seats.of(seats);
    }

    private String buyer() {
        return "buyer-" + choices.next(BUYERS);
    }

    private UUID newId(int subsection) {
        return Uuid7.of(world.now().toEpochMilli(), ++ids, subsection);
    }

    private void send(int subsection, Command.ReserveSeats command) {
        int partition = world.partitionOf(subsection);
        var accepted = world.edge.append(partition, World.key(subsection).toString(), CommandCodec.encode(command));
        if (accepted.isEmpty()) {
            world.trace.say(() -> "not accepted: " + command);
            return;
        }
        long version = accepted.getAsLong();
        var request = new Request(command.bookingId(), subsection, partition, version, command.buyer(), world.now());
        boolean told = !world.happens(Fault.ACCEPTANCE_LOST, 3);
        world.trace.say(
                () -> command + " at " + partition + "/" + version + (told ? "" : ", and its client hears nothing"));
        requests.add(request);
        if (told) {
            this.accepted.add(request);
        }
    }

    private void cancel() {
        someone(request -> {
            command(request.subsection(), new Command.CancelBooking(request.subsection(), request.bookingId(),
                    owner(request), Reason.CANCELLED_BY_BUYER));
        });
    }

    private void release() {
        someone(request -> command(request.subsection(), new Command.ReleaseSeats(request.subsection(),
                request.bookingId(), owner(request), Seats.of(choices.next(world.setting.seats())))));
    }

    private void extend() {
        someone(request -> command(request.subsection(), new Command.ExtendHold(request.subsection(),
                request.bookingId(), owner(request), 1 + choices.next(30))));
    }

    private void organize() {
        int subsection = 1 + choices.next(world.setting.subsections());
        int what = choices.next(4);
        if (what == 3) {
            cancelSold();
        } else if (what == 2) {
            someone(request -> command(request.subsection(), new Command.CancelBookings(request.subsection(),
                    List.of(request.bookingId()), Reason.EVENT_CANCELLED)));
        } else {
            var sale = Sale.values()[choices.oneIn(4) ? 1 + choices.next(Sale.values().length - 1) : 0];
            command(subsection, new Command.ChangeTerms(subsection,
                    world.terms(2 + choices.next(20), sale, 1 + choices.next(20))));
        }
    }

    private void keepForTheHouse() {
        int subsection = 1 + choices.next(world.setting.subsections());
        var seats = seats(1 + choices.next(Math.min(3, world.setting.seats())));
        command(subsection, choices.next(3) == 0
                ? new Command.BlockSeats(subsection, seats)
                : new Command.UnblockSeats(subsection, seats));
    }

    /** The organizer takes back what is paid for. */
    void cancelSold() {
        var sold = bookings(BookingStatus.CONFIRMED);
        if (!sold.isEmpty()) {
            var booking = choices.of(sold);
            command(booking.subsectionId(), new Command.CancelBookings(booking.subsectionId(), List.of(booking.id()),
                    Reason.CANCELLED_BY_ORGANIZER));
        }
    }

    /** Others want the very seats that somebody is still paying for, or do not want them any more. */
    void contend() {
        var paying = world.till.payments().stream().filter(payment -> payment.state().isOpen())
                .map(payment -> world.journal.bookings().get(payment.bookingId()))
                .filter(booking -> booking != null && booking.status() == BookingStatus.EXPIRED).toList();
        if (paying.isEmpty()) {
            return;
        }
        var booking = choices.of(paying);
        int subsection = booking.subsectionId();
        var holder = booking.seats().stream()
                .mapToObj(seat -> world.journal.tickets().get(new InMemoryJournal.Seat(subsection, seat)))
                .filter(Objects::nonNull).map(world.journal.bookings()::get).filter(Objects::nonNull).findFirst();
        if (holder.isEmpty()) {
            send(subsection, new Command.ReserveSeats(subsection, newId(subsection), buyer(), booking.seats().size(),
                    Selection.MANUAL, booking.seats()));
        } else {
            command(subsection, new Command.CancelBooking(subsection, holder.get().id(), holder.get().buyer(),
                    Reason.CANCELLED_BY_BUYER));
        }
    }

    /** The same bytes once more: what clients do. Payments know what they sent, and their producer repeats nothing. */
    private void repeat() {
        int partition = choices.next(world.setting.partitions());
        var records = world.log.records(partition);
        if (world.has(Fault.REPEATS) && !records.isEmpty()) {
            var record = choices.of(records);
            var value = record.value();
            if (value != null && value.length > TYPE_AT && value[TYPE_AT] == CommandType.CONFIRM_BOOKING.code()) {
                return;
            }
            world.trace.say(() -> "offset " + record.offset() + " of partition " + partition + " is sent once more");
            world.edge.append(partition, new String(record.key(), StandardCharsets.US_ASCII),
                    value == null ? new byte[0] : value);
        }
    }

    private void twin() {
        if (world.has(Fault.TWINS)) {
            someone(request -> {
                int other = 1 + choices.next(world.setting.subsections());
                send(other, wish(other, request.bookingId()));
            });
        }
    }

    private void poison() {
        if (!world.has(Fault.POISON)) {
            return;
        }
        int subsection = 1 + choices.next(world.setting.subsections());
        int partition = world.partitionOf(subsection);
        var command = wish(subsection, newId(subsection));
        var bytes = CommandCodec.encode(command);
        switch (choices.next(3)) {
            case 0 -> world.edge.append(partition, World.key(subsection).toString(),
                    Arrays.copyOf(bytes, choices.next(bytes.length)));
            case 1 ->
                world.edge.append((partition + 1) % world.setting.partitions(), World.key(subsection).toString(),
                        bytes);
            default -> world.edge.append(partition, World.key(subsection).toString(),
                    CommandCodec.encode(wish(UNKNOWN_SUBSECTION, newId(subsection))));
        }
        world.trace.say(() -> "poison in place of " + command);
    }

    private void command(int subsection, Command command) {
        world.trace.say(command::toString);
        world.edge.append(world.partitionOf(subsection), World.key(subsection).toString(),
                CommandCodec.encode(command));
    }

    /** Mostly the one who asked for it. */
    private String owner(Request request) {
        return choices.oneIn(6) ? buyer() : request.buyer();
    }

    private void someone(Consumer<Request> action) {
        if (!requests.isEmpty()) {
            action.accept(requests.get(requests.size() - 1 - choices.next(Math.min(requests.size(), 12))));
        }
    }
}
