package io.seatlog.proof.simulation;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.proof.history.HistoryRecord;
import io.seatlog.reservation.partition.Publication;
import io.seatlog.ticketing.updates.rules.BookingStream;
import io.seatlog.ticketing.updates.rules.Snapshot;
import io.seatlog.ticketing.updates.rules.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One ticketing-service as far as it tells: it reads every outcome, and its streams tell buyers what they may know. */
final class OutcomeReaders {
    private final World world;
    private final Map<Integer, Integer> positions = new TreeMap<>();
    private final List<Stream> streams = new ArrayList<>();
    private boolean lostItsPlace;

    private static final class Stream {
        private final BookingStream rules;
        private boolean open;
        /** Read, and not yet arrived: what is published meanwhile may be newer. */
        private @Nullable Snapshot read;
        /** It ended with its own request, whatever becomes of the booking that another request made. */
        private boolean refused;
        private final List<Booking> told = new ArrayList<>();

        private Stream(BookingStream rules) {
            this.rules = rules;
        }
    }

    OutcomeReaders(World world) {
        this.world = world;
    }

    void act(Customers customers) {
        switch (world.choices.next(6)) {
            case 0, 1, 2 -> read();
            case 3 -> begin(customers);
            case 4 -> open();
            default -> {
                if (world.happens(Fault.READER_RESET, 2)) {
                    reset();
                }
            }
        }
    }

    /** A client asks for the stream of a booking; outcomes are parked until its snapshot is read, and has arrived. */
    private void begin(Customers customers) {
        if (!customers.requests().isEmpty()) {
            var request = world.choices.of(customers.requests());
            var stream = new Stream(new BookingStream(request.bookingId(), request.buyer(),
                    new BookingStream.Place(request.partition(), request.version())));
            streams.add(stream);
            if (world.choices.oneIn(2)) {
                stream.read = snapshot(stream.rules);
            }
        }
    }

    private void open() {
        var registered = streams.stream().filter(stream -> !stream.open).toList();
        if (!registered.isEmpty()) {
            open(world.choices.of(registered));
        }
    }

    private void open(Stream stream) {
        stream.open = true;
        var snapshot = stream.read == null ? snapshot(stream.rules) : stream.read;
        hear(stream, stream.rules.open(snapshot, BookingStream.NO_EVENT));
    }

    private void read() {
        read(world.choices.next(world.setting.partitions()), 1 + world.choices.next(8));
    }

    private void read(int partition, int atMost) {
        var published = world.log.published(partition);
        int from = positions.getOrDefault(partition, 0);
        int to = Math.min(published.size(), from + atMost);
        for (int i = from; i < to; i++) {
            if (published.get(i).target() == Publication.Target.OUTCOMES) {
                var outcome = OutcomeCodec.decode(published.get(i).value());
                streams.forEach(stream -> hear(stream, partition, outcome));
            }
        }
        positions.put(partition, to);
    }

    /** Its consumer lost its place: it begins at the end, and reads all that is open from the database. */
    private void reset() {
        world.trace.say(() -> "the reader of outcomes loses its place");
        lostItsPlace = true;
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            positions.put(partition, world.log.published(partition).size());
        }
        reread();
    }

    private void reread() {
        streams.stream().filter(stream -> stream.open)
                .forEach(stream -> hear(stream, stream.rules.reread(snapshot(stream.rules))));
    }

    private static void hear(Stream stream, int partition, Outcome outcome) {
        hear(stream, stream.rules.outcome(partition, outcome));
    }

    private static void hear(Stream stream, List<StreamEvent> events) {
        for (var event : events) {
            switch (event) {
                case StreamEvent.Changed(var booking) -> stream.told.add(booking);
                case StreamEvent.Refused _,StreamEvent.Lost _ -> stream.refused = true;
                case StreamEvent.Queued _,StreamEvent.PaymentChanged _,StreamEvent.Listed _ -> {
                }
            }
        }
    }

    private Snapshot snapshot(BookingStream of) {
        var place = of.place();
        if (place != null) {
            var refusal = world.journal.refusal(place.partition(), place.version());
            if (refusal != null && refusal.bookingId().equals(of.bookingId())) {
                return new Snapshot.Refused(place.version(), refusal.reason(), refusal.status());
            }
        }
        var row = world.journal.bookings().get(of.bookingId());
        if (row != null) {
            return new Snapshot.Stored(row);
        }
        return place != null && world.edge.hasEnded(place.partition(), place.version())
                ? new Snapshot.Lost(place.version())
                : new Snapshot.Pending();
    }

    /** Reads to the end, and once more from the database, as every stream that lives long enough does. */
    void finish() {
        for (int partition = 0; partition < world.setting.partitions(); partition++) {
            read(partition, Integer.MAX_VALUE / 2);
        }
        streams.stream().filter(stream -> !stream.open).forEach(this::open);
        int told = told();
        reread();
        if (told() > told && !lostItsPlace) {
            world.broken.add("a stream that heard every outcome learned something from the database alone");
        }
    }

    int told() {
        return streams.stream().mapToInt(stream -> stream.told.size()).sum();
    }

    /** All that was told, stream by stream, and how each ended. */
    void record(List<HistoryRecord> history) {
        for (int i = 0; i < streams.size(); i++) {
            var name = "stream " + i;
            var told = streams.get(i).told;
            for (int at = 0; at < told.size(); at++) {
                history.add(new HistoryRecord.Told(name, at, told.get(at).id(), told.get(at).version(),
                        told.get(at).status()));
            }
            if (!told.isEmpty()) {
                var last = told.getLast();
                history.add(new HistoryRecord.ToldLast(name, told.size(), last.id(), last.version(), last.status(),
                        end(streams.get(i))));
            }
        }
    }

    private static HistoryRecord.StreamEnd end(Stream stream) {
        if (stream.refused) {
            return HistoryRecord.StreamEnd.LEFT;
        }
        return stream.rules.isClosed() ? HistoryRecord.StreamEnd.CLOSED : HistoryRecord.StreamEnd.OPEN;
    }
}
