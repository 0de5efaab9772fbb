package io.seatlog.proof.history;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.proof.history.HistoryRecord.Accepted;
import io.seatlog.proof.history.HistoryRecord.BookingRow;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import io.seatlog.proof.history.HistoryRecord.Decided;
import io.seatlog.proof.history.HistoryRecord.Told;
import io.seatlog.proof.history.HistoryRecord.ToldLast;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The stream of {@link BookingPass}: of each booking first its making, then its life by version, then how it ended. */
final class BookingOrder {
    static final Order<Keyed> ORDER = Keyed.order(BookingOrder::key);
    static final int CREATION = 0;
    static final int LIFE = 1;
    static final int END = 2;
    /** After all partitions: what was told does not say its own. */
    private static final int NO_PARTITION = Integer.MAX_VALUE;

    private BookingOrder() {}

    /** Puts a record where it belongs; one that names many bookings once for each. */
    static void route(HistoryRecord record, Consumer<Keyed> to) {
        switch (record) {
            case Commanded(var partition, var version, var at, Command.ExpireHolds expire) ->
                expire.bookingIds().forEach(id -> to.accept(key(new Commanded(partition, version, at,
                        new Command.ExpireHolds(expire.subsectionId(), List.of(id))))));
            case Commanded(var partition, var version, var at, Command.CancelBookings cancel) ->
                cancel.bookingIds().forEach(id -> to.accept(key(new Commanded(partition, version, at,
                        new Command.CancelBookings(cancel.subsectionId(), List.of(id), cancel.reason())))));
            case Commanded(_, _, _, Command.OfBooking _) -> to.accept(key(record));
            case Decided decided when !(decided.outcome() instanceof Outcome.OfSubsection) -> to.accept(key(record));
            case Accepted _,Told _,ToldLast _,BookingRow _ -> to.accept(key(record));
            default -> {
            }
        }
    }

    private static Keyed key(HistoryRecord record) {
        return switch (record) {
            case Commanded asked -> Keyed.of(named(asked.command()), LIFE, asked.version(), asked.partition(), 0,
                    record);
            case Decided decided -> {
                var outcome = decided.outcome();
                boolean creates = Outcomes.creates(outcome);
                yield Keyed.of(Outcomes.subject(outcome), creates ? CREATION : LIFE, outcome.version(),
                        decided.partition(), 1, record);
            }
            case Accepted accepted ->
                Keyed.of(accepted.bookingId(), LIFE, accepted.version(), accepted.partition(), 2, record);
            case Told told -> Keyed.of(told.bookingId(), LIFE, told.version(), NO_PARTITION, 3, record);
            case BookingRow stored -> Keyed.of(stored.booking().id(), END, 0, stored.partition(), 0, record);
            case ToldLast last -> Keyed.of(last.bookingId(), END, 1, NO_PARTITION, 0, record);
            default -> throw new IllegalArgumentException("not of a booking: " + record);
        };
    }

    private static UUID named(Command command) {
        return switch (command) {
            case Command.OfBooking of -> of.bookingId();
            case Command.ExpireHolds expire -> expire.bookingIds().getFirst();
            case Command.CancelBookings cancel -> cancel.bookingIds().getFirst();
            case Command.OfSubsection _ ->
                throw new IllegalArgumentException("of no booking: " + command);
        };
    }
}
