package io.seatlog.kernel.message;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
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

    /** Opens a subsection for bookings. Repeating it changes nothing. */
    record OpenSubsection(int subsectionId, SubsectionKey key, int partition, SeatingPlan plan,
            Terms terms) implements Command {
        public OpenSubsection {
            if (subsectionId < 1 || partition < 0) {
                throw new IllegalArgumentException("subsection ids start at 1, partitions at 0");
            }
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

    private static void requireBuyer(String buyer) {
        if (!BuyerId.isValid(buyer)) {
            throw new IllegalArgumentException("a buyer must match " + BuyerId.PATTERN.pattern());
        }
    }
}
