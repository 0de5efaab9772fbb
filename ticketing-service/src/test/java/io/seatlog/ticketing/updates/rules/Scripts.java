package io.seatlog.ticketing.updates.rules;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** The words of the text tables: {@code held@5} is a booking in that status with that version. */
final class Scripts {
    static final String ME = "me";
    static final UUID X = UUID.fromString("01990000-0000-7000-8000-000000000001");
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    private Scripts() {}

    /** @param word {@code status@version}, after {@code other:} when somebody else's, {@code Y.} when of another id */
    static Booking booking(String word) {
        boolean others = word.startsWith("other:");
        var rest = others ? word.substring("other:".length()) : word;
        var id = X;
        if (rest.charAt(1) == '.') {
            id = id(rest.charAt(0));
            rest = rest.substring(2);
        }
        var status = BookingStatus.valueOf(rest.substring(0, rest.indexOf('@')).toUpperCase(Locale.ROOT));
        long version = Long.parseLong(rest.substring(rest.indexOf('@') + 1));
        return new Booking(id, 7, UUID.fromString("01990000-0000-7000-8000-0000000000ee"), others ? "other" : ME,
                new UUID(1, 2), status, null, 1, status == BookingStatus.REJECTED ? Seats.NONE : Seats.of(4), 100,
                "EUR",
                null, version, version, TIME, TIME);
    }

    static UUID id(char name) {
        return new UUID(X.getMostSignificantBits(), 0x8000_0000_0000_0000L | (name - 'X' + 1));
    }

    static Outcome outcome(String word) {
        var booking = booking(word);
        return switch (booking.status()) {
            case HELD -> new Outcome.SeatsHeld(booking);
            case REJECTED -> new Outcome.BookingRejected(booking);
            case CANCELLED -> new Outcome.BookingCancelled(booking);
            case CONFIRMED -> new Outcome.BookingConfirmed(booking, false);
            case EXPIRED -> new Outcome.HoldExpired(booking);
        };
    }

    static Outcome.CommandRefused refusal(long version, String buyer, CommandType command) {
        return new Outcome.CommandRefused(7, version, X, buyer, command, Reason.BOOKING_ID_REUSED, BookingStatus.HELD,
                TIME);
    }

    static String words(List<StreamEvent> events) {
        return events.isEmpty() ? "-" : events.stream().map(Scripts::word).collect(Collectors.joining(" "));
    }

    private static String word(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Queued queued -> "queued " + queued.ahead();
            case StreamEvent.Refused refused -> "refused@" + refused.version();
            case StreamEvent.Lost lost -> "lost@" + lost.version();
            case StreamEvent.Changed changed ->
                name(changed.booking().id()) + changed.name() + "@" + changed.booking().version();
            case StreamEvent.PaymentChanged(var payment) -> "payment " + payment.shown();
            case StreamEvent.Listed listed -> "listed " + listed.open().size();
        };
    }

    private static String name(UUID id) {
        return id.equals(X) ? "" : (char) ('X' - 1 + (id.getLeastSignificantBits() & 0xFF)) + ".";
    }
}
