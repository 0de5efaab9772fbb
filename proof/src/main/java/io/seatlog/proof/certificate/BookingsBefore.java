package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Outcome;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows each booking through its versions and says, for every command that names it, how it was before: so that a
 * subsection can be decided again without keeping its bookings in memory, of which most are rejections when a show is hot.
 */
final class BookingsBefore implements Consumer<Entry> {
    private final Consumer<Entry> to;
    private UUID subject = Entry.NOBODY;
    private @Nullable Booking made;
    private int home;
    private @Nullable Booking now;

    BookingsBefore(Consumer<Entry> to) {
        this.to = to;
    }

    @Override
    public void accept(Entry entry) {
        if (!entry.subject().equals(subject)) {
            subject = entry.subject();
            made = null;
            now = null;
        }
        if (entry.outcome() instanceof Outcome.OfBooking of) {
            if (entry.creates()) {
                made = made == null ? of.booking() : made;
                home = entry.partition();
            } else if (entry.partition() == home) {
                now = of.booking();
            }
        } else if (entry.kind() == Entry.Kind.NAMED && made != null) {
            named(entry, made);
        }
    }

    private void named(Entry entry, Booking first) {
        if (entry.partition() != home) {
            to.accept(entry.elsewhere());
        } else if (entry.version() > first.version()) {
            to.accept(entry.before(now == null ? first : now));
        }
    }
}
