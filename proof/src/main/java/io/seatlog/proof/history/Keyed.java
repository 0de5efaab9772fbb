package io.seatlog.proof.history;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import java.util.UUID;
import java.util.function.Function;

/**
 * A record and its place in one stream. The key follows from the record, so only that goes to disk. The parts are
 * compared as signed numbers: any order does, as long as equal subjects come together and versions ascend.
 */
record Keyed(String text, long high, long low, long section, long version, long rank, HistoryRecord record) {
    static Keyed of(UUID subject, long section, long version, int partition, int rank, HistoryRecord record) {
        return new Keyed("", subject.getMostSignificantBits(), subject.getLeastSignificantBits(), section, version,
                (long) partition << 4 | rank, record);
    }

    static Order<Keyed> order(Function<HistoryRecord, Keyed> key) {
        return new Order<>() {
            @Override
            public int compare(Keyed one, Keyed other) {
                return one.compare(other);
            }

            @Override
            public void write(Keyed element, WireWriter out) {
                HistoryCodec.write(element.record, out);
            }

            @Override
            public int weight(Keyed element) {
                return element.record instanceof HistoryRecord.Commanded commanded
                        ? 600 + 40 * named(commanded.command())
                        : 600;
            }

            @Override
            public Keyed read(WireReader in) {
                return key.apply(HistoryCodec.read(in));
            }
        };
    }

    private static int named(Command command) {
        return switch (command) {
            case Command.ExpireHolds expire -> expire.bookingIds().size();
            case Command.CancelBookings cancel -> cancel.bookingIds().size();
            case Command.OfBooking _,Command.OfSubsection _ -> 0;
        };
    }

    int partition() {
        return (int) (rank >> 4);
    }

    private int compare(Keyed other) {
        int by = text.isEmpty() && other.text.isEmpty() ? 0 : text.compareTo(other.text);
        by = by != 0 ? by : Long.compare(high, other.high);
        by = by != 0 ? by : Long.compare(low, other.low);
        by = by != 0 ? by : Long.compare(section, other.section);
        by = by != 0 ? by : Long.compare(version, other.version);
        return by != 0 ? by : Long.compare(rank, other.rank);
    }
}
