package io.seatlog.ticketing.booking;

import io.seatlog.kernel.message.Booking;
import io.seatlog.ticketing.catalog.Subsection;
import org.jspecify.annotations.Nullable;

/** What can be said about a claimed booking at this moment. */
public sealed interface BookingState {
    /** Decided: the row. */
    record Known(Booking booking, Subsection subsection) implements BookingState {
        public BookingView view() {
            return BookingView.of(booking, subsection);
        }
    }

    /** The claim's request was refused: its id belongs to another one. */
    record Refused(Refusal refusal) implements BookingState {}

    /** @param ahead requests ahead in its line, null when not known */
    record Pending(@Nullable Long ahead) implements BookingState {}

    /** Its log was replaced before it was decided. */
    record Lost() implements BookingState {}

    /** Nothing of that id that the claim allows to see. */
    record Unknown() implements BookingState {}
}
