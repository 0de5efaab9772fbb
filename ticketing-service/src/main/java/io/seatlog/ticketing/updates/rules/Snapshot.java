package io.seatlog.ticketing.updates.rules;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import org.jspecify.annotations.Nullable;

/** What the database and the receipt say of one booking at one moment. */
public sealed interface Snapshot {
    record Stored(Booking booking) implements Snapshot {}

    /** No row yet, and the log that holds the request is the current one, or the request is too young to be missing. */
    record Pending() implements Snapshot {}

    /** The command of the receipt was refused. */
    record Refused(long version, Reason reason, @Nullable BookingStatus status) implements Snapshot {}

    /** No row, and the receipt's log was replaced: nobody will decide this request. */
    record Lost(long version) implements Snapshot {}

    /** Nothing that this buyer may know of. */
    record Unknown() implements Snapshot {}
}
