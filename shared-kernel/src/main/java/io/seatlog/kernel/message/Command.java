package io.seatlog.kernel.message;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What somebody wants, on {@code seat-commands}. */
public sealed interface Command {
    int subsectionId();

    /** A command about one booking. */
    sealed interface OfBooking extends Command {
        UUID bookingId();

        /** Who wants it; the booking's own buyer is the one who first used its id. */
        String buyer();
    }

    /** About no booking. */
    sealed interface OfSubsection extends Command {}

    /** Opens a subsection for bookings. Repeating it changes nothing. */
    record OpenSubsection(int subsectionId, SubsectionKey key, int partition, SeatingPlan plan,
            Terms terms) implements OfSubsection {
        public OpenSubsection {
            if (subsectionId < 1 || partition < 0) {
                throw new IllegalArgumentException("subsection ids start at 1, partitions at 0");
            }
        }

        public OpenSubsection with(Terms others) {
            return new OpenSubsection(subsectionId, key, partition, plan, others);
        }
    }

    /** @param seats the chosen ones; empty for best-available */
    record ReserveSeats(int subsectionId, UUID bookingId, String buyer, int quantity, Selection selection,
            Seats seats) implements OfBooking {
        public ReserveSeats {
            requireBuyer(buyer);
            if (quantity < 1 || quantity > Terms.MAX_TICKETS
                    || seats.size() != (selection == Selection.MANUAL ? quantity : 0)) {
                throw new IllegalArgumentException("quantity " + quantity + " does not fit " + selection + " " + seats);
            }
        }
    }

    /** @param reason becomes the booking's reason */
    record CancelBooking(int subsectionId, UUID bookingId, String buyer, Reason reason) implements OfBooking {
        public CancelBooking {
            requireBuyer(buyer);
        }
    }

    /** Gives back some seats of a hold; all that are left are given back by a cancellation. */
    record ReleaseSeats(int subsectionId, UUID bookingId, String buyer, Seats seats) implements OfBooking {
        public ReleaseSeats {
            requireBuyer(buyer);
            if (seats.isEmpty() || seats.size() > Terms.MAX_TICKETS) {
                throw new IllegalArgumentException("1 to " + Terms.MAX_TICKETS + " seats, not " + seats.size());
            }
        }
    }

    /**
     * Ends the holds among these whose deadline the log has passed. It carries no authority: what is not due, not held or
     * not there is left alone, so that sending it twice or too early does no harm.
     */
    record ExpireHolds(int subsectionId, List<UUID> bookingIds) implements Command {
        public static final int MOST = 500;

        public ExpireHolds {
            bookingIds = List.copyOf(bookingIds);
            if (bookingIds.isEmpty() || bookingIds.size() > MOST || Set.copyOf(bookingIds).size() < bookingIds.size()) {
                throw new IllegalArgumentException("1 to " + MOST + " different bookings, not " + bookingIds.size());
            }
        }
    }

    /**
     * The money for a booking is reserved. The first one makes it the buyer's.
     *
     * @param amountMinor what is reserved; it must be what the booking costs
     * @param validUntil of no effect at a later log time: so whoever sent it knows when it can no longer succeed, and may
     * give the money back
     */
    record ConfirmBooking(int subsectionId, UUID bookingId, String buyer, UUID paymentId, long amountMinor,
            Instant validUntil) implements OfBooking {
        public ConfirmBooking {
            requireBuyer(buyer);
            if (amountMinor < 0) {
                throw new IllegalArgumentException("an amount below 0: " + amountMinor);
            }
        }
    }

    /** Gives a hold at least so many seconds from now, once in its life. */
    record ExtendHold(int subsectionId, UUID bookingId, String buyer, int seconds) implements OfBooking {
        public static final int MOST_SECONDS = 3_600;

        public ExtendHold {
            requireBuyer(buyer);
            if (seconds < 1 || seconds > MOST_SECONDS) {
                throw new IllegalArgumentException("1 to " + MOST_SECONDS + " seconds, not " + seconds);
            }
        }
    }

    /** The organizer's: cancels those among these that are held or confirmed, and leaves the others alone. */
    record CancelBookings(int subsectionId, List<UUID> bookingIds, Reason reason) implements Command {
        public static final int MOST = 500;

        public CancelBookings {
            bookingIds = List.copyOf(bookingIds);
            if (bookingIds.isEmpty() || bookingIds.size() > MOST || Set.copyOf(bookingIds).size() < bookingIds.size()) {
                throw new IllegalArgumentException("1 to " + MOST + " different bookings, not " + bookingIds.size());
            }
        }
    }

    /** What decides from now on, for what is not yet held. Older terms than those in force change nothing. */
    record ChangeTerms(int subsectionId, Terms terms) implements OfSubsection {}

    /** The organizer's: keeps those among these seats that are free for the house, and leaves the others alone. */
    record BlockSeats(int subsectionId, Seats seats) implements OfSubsection {
        public BlockSeats {
            requireSome(seats);
        }
    }

    /** The organizer's: gives those among these seats that the house keeps back to the sale. */
    record UnblockSeats(int subsectionId, Seats seats) implements OfSubsection {
        public UnblockSeats {
            requireSome(seats);
        }
    }

    private static void requireSome(Seats seats) {
        if (seats.isEmpty()) {
            throw new IllegalArgumentException("no seats");
        }
    }

    private static void requireBuyer(String buyer) {
        if (!BuyerId.isValid(buyer)) {
            throw new IllegalArgumentException("a buyer must match " + BuyerId.PATTERN.pattern());
        }
    }
}
