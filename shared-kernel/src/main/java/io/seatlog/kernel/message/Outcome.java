package io.seatlog.kernel.message;

import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What was decided, on {@code booking-outcomes}; published only after its transaction committed. */
public sealed interface Outcome {
    int subsectionId();

    /** The version of the command that was decided. */
    long version();

    /** A move of one booking; carries all of it, so that no reader needs an earlier outcome. */
    sealed interface OfBooking extends Outcome {
        Booking booking();

        @Override
        default int subsectionId() {
            return booking().subsectionId();
        }

        @Override
        default long version() {
            return booking().version();
        }
    }

    /** Of no booking in particular. */
    sealed interface OfSubsection extends Outcome {}

    record SubsectionOpened(long version, Command.OpenSubsection opening) implements OfSubsection {
        @Override
        public int subsectionId() {
            return opening.subsectionId();
        }
    }

    record SeatsHeld(Booking booking) implements OfBooking {}

    record BookingRejected(Booking booking) implements OfBooking {}

    record BookingCancelled(Booking booking) implements OfBooking {}

    /**
     * The buyer gave back some of the seats and keeps the others.
     *
     * @param booking with the seats that are left
     */
    record SeatsReleased(Booking booking, Seats released) implements OfBooking {}

    /** Nobody paid in time. Many may have the version of one command, each of another booking. */
    record HoldExpired(Booking booking) implements OfBooking {}

    /**
     * Paid for.
     *
     * @param late whether its hold had ended before, so that its seats were taken anew
     */
    record BookingConfirmed(Booking booking, boolean late) implements OfBooking {}

    /** The deadline was moved. */
    record HoldChanged(Booking booking) implements OfBooking {}

    record SubsectionChanged(int subsectionId, long version, Terms terms) implements OfSubsection {}

    /** Not for sale from now on; they were free. */
    record SeatsBlocked(int subsectionId, long version, Seats seats) implements OfSubsection {}

    /** For sale again. */
    record SeatsUnblocked(int subsectionId, long version, Seats seats) implements OfSubsection {}

    /**
     * A command without effect. It never changes a booking and is never shown as its status.
     *
     * @param buyer who sent the refused command, not the booking's buyer
     * @param status of the booking at that moment, null when it does not exist
     */
    record CommandRefused(int subsectionId, long version, UUID bookingId, String buyer, CommandType command,
            Reason reason, @Nullable BookingStatus status, Instant at) implements Outcome {}
}
