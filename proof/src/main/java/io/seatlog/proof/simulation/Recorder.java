package io.seatlog.proof.simulation;

import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.kernel.wire.FutureMessageException;
import io.seatlog.kernel.wire.MalformedMessageException;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.proof.history.Coverage;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.reservation.partition.LogRecord;
import io.seatlog.reservation.partition.Publication;
import io.seatlog.ticketing.payment.provider.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes down what happened in a world, and how it ended, for the checker of histories. */
final class Recorder {
    /** Holds end when somebody asks; in a storm nobody may ask for long, which is no broken promise of the log. */
    private static final Duration GRACE = Duration.ofDays(1);
    private final World world;
    private final List<HistoryRecord> history = new ArrayList<>();

    Recorder(World world) {
        this.world = world;
    }

    List<HistoryRecord> record(Customers customers, OutcomeReaders readers) {
        history.add(Coverage.everything());
        for (var request : customers.accepted()) {
            // What was lost with its log before it was decided is nobody's broken promise: its receipt is answered with 410.
            if (!world.losses.isLost(request.partition(), request.version())) {
                history.add(new HistoryRecord.Accepted(request.bookingId(), request.version(), request.partition(),
                        request.buyer(), request.at()));
            }
        }
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            commands(partition);
            outcomes(partition);
        }
        readers.record(history);
        rows();
        charges();
        var logTimes = new TreeMap<Integer, Instant>();
        world.journal.progress().forEach((partition, row) -> logTimes.put(partition, row.logTime()));
        history.add(new HistoryRecord.End(logTimes, true, GRACE));
        return history;
    }

    private void commands(int partition) {
        world.losses.history(partition)
                .forEach((version, record) -> history.add(command(partition, version, record)));
    }

    private static HistoryRecord command(int partition, long version, LogRecord record) {
        var value = record.value();
        try {
            return value == null
                    ? new HistoryRecord.Unreadable(partition, version, record.appendTime())
                    : new HistoryRecord.Commanded(partition, version, record.appendTime(), CommandCodec.decode(value));
        } catch (MalformedMessageException | FutureMessageException poison) {
            return new HistoryRecord.Unreadable(partition, version, record.appendTime());
        }
    }

    private void outcomes(int partition) {
        var published = world.log.published(partition);
        for (int position = 0; position < published.size(); position++) {
            var publication = published.get(position);
            if (publication.target() == Publication.Target.OUTCOMES) {
                history.add(new HistoryRecord.Decided(partition, position, OutcomeCodec.decode(publication.value())));
            }
        }
    }

    private void rows() {
        var journal = world.journal;
        journal.bookings().values().forEach(booking -> history
                .add(new HistoryRecord.BookingRow(journal.partition(booking.id()), booking)));
        journal.tickets().forEach((seat, booking) -> history
                .add(new HistoryRecord.ClaimRow(seat.subsectionId(), seat.seat(), booking)));
        journal.buyerTickets().forEach((buyer, taken) -> history
                .add(new HistoryRecord.BuyerRow(buyer.eventId(), buyer.buyer(), taken)));
        journal.refusals().forEach(row -> history.add(new HistoryRecord.RefusalRow(row.partition(),
                row.refused().version(), row.refused().bookingId(), row.refused().reason())));
        for (var subsection : journal.subsections()) {
            history.add(new HistoryRecord.SubsectionRow(subsection.opening(), subsection.version(),
                    journal.freeSeats().getOrDefault(subsection.id(), -1)));
            var map = world.maps.get(subsection.id());
            if (map != null) {
                history.add(new HistoryRecord.MapImage(subsection.id(), map));
            }
        }
    }

    private void charges() {
        world.till.provider().books().forEach((id, account) -> {
            var order = account.order();
            if (order != null) {
                history.add(new HistoryRecord.Charge(id, order.amountMinor(), order.currency(),
                        state(account.status())));
            }
        });
    }

    private static HistoryRecord.ChargeState state(Standing.Status status) {
        return switch (status) {
            case CAPTURED -> HistoryRecord.ChargeState.CAPTURED;
            case AUTHORIZED, PROCESSING, ACTION_REQUIRED -> HistoryRecord.ChargeState.OPEN;
            case NONE, VOIDED, REFUNDED, DECLINED -> HistoryRecord.ChargeState.CLOSED;
        };
    }
}
