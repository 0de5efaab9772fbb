package io.seatlog.proof.history;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.proof.history.HistoryRecord.Told;
import io.seatlog.proof.history.HistoryRecord.ToldLast;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows what each stream said of each booking: TOLD_ORDER. Whether it was true is told in {@link BookingPass}. The same
 * version may be said again, as it was: a stream is read again from time to time.
 */
final class StreamPass implements Consumer<Keyed> {
    static final Order<Keyed> ORDER = Keyed.order(StreamPass::key);
    private final Findings findings;
    private @Nullable Keyed former;
    private long version;
    private @Nullable BookingStatus status;

    StreamPass(Findings findings) {
        this.findings = findings;
    }

    /** @return null when the record has no place in this stream */
    static @Nullable Keyed keyOrNull(HistoryRecord record) {
        return record instanceof Told || record instanceof ToldLast ? key(record) : null;
    }

    private static Keyed key(HistoryRecord record) {
        return switch (record) {
            case Told told -> key(told.stream(), told.bookingId(), told.sequence(), 0, record);
            case ToldLast last -> key(last.stream(), last.bookingId(), last.sequence(), 1, record);
            default -> throw new IllegalArgumentException("not of a stream: " + record);
        };
    }

    private static Keyed key(String stream, UUID booking, long sequence, int rank, HistoryRecord record) {
        return new Keyed(stream, booking.getMostSignificantBits(), booking.getLeastSignificantBits(), 0, sequence, rank,
                record);
    }

    @Override
    public void accept(Keyed keyed) {
        boolean same = former != null && former.text().equals(keyed.text()) && former.high() == keyed.high()
                && former.low() == keyed.low();
        if (!same) {
            status = null;
        }
        switch (keyed.record()) {
            case Told told -> told(keyed, told);
            case ToldLast last -> last(last);
            default -> throw new IllegalArgumentException("not of a stream: " + keyed);
        }
        former = keyed;
    }

    private void told(Keyed keyed, Told told) {
        if (status != null) {
            if (former != null && (former.record() instanceof ToldLast || former.version() == keyed.version())) {
                findings.add(Rule.TOLD_ORDER, told.stream(), "said more of " + told.bookingId() + " after its last",
                        told.version());
            } else if (told.version() < version || told.version() == version && told.status() != status) {
                findings.add(Rule.TOLD_ORDER, told.stream(),
                        "said of " + told.bookingId() + " " + status + ", then " + told.status(), version,
                        told.version());
            }
        }
        version = told.version();
        status = told.status();
    }

    private void last(ToldLast last) {
        if (last.status() != status || last.version() != version) {
            findings.add(Rule.TOLD_ORDER, last.stream(), "its last of " + last.bookingId() + " was " + status + ", not "
                    + last.status(), version, last.version());
        }
    }
}
