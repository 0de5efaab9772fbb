package io.seatlog.ticketing;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Reason;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What tests of the API send, and the decisions that they play. */
public final class BookingRequests {
    private BookingRequests() {}

    public static String event(Instant onSaleAt, Instant offSaleAt) {
        return """
                {"name":"Night of tests","venue":"Hall","startsAt":"2030-01-01T20:00:00Z","onSaleAt":"%s","offSaleAt":"%s",
                 "currency":"EUR","maxTicketsPerBooking":6,"holdSeconds":600,
                 "sections":[{"name":"A","priceMinor":4500,"subsections":3,"rows":5,"seatsPerRow":20},
                             {"name":"B","priceMinor":0,"subsections":1,"rows":1,"seatsPerRow":1}]}"""
                .formatted(onSaleAt, offSaleAt);
    }

    /** Creates an event whose sale began an hour ago. */
    public static UUID onSale(RunningApi api) {
        return created(api, event(Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofDays(30))));
    }

    public static UUID created(RunningApi api, String event) {
        var made = api.post("/api/events", event, TestIssuer.AS, "organizer");
        if (made.status() != 201) {
            throw new AssertionError(made.response().body());
        }
        return UUID.fromString(made.text("id"));
    }

    public static String best(UUID event, int quantity) {
        return best(event, quantity, "");
    }

    /** @param more fields, each with a comma behind it */
    public static String best(UUID event, int quantity, String more) {
        return """
                {%s"eventId":"%s","section":"A","subsection":"2","quantity":%d,"selection":"BEST_AVAILABLE"}"""
                .formatted(more, event, quantity);
    }

    public static String withId(UUID id) {
        return "\"id\":\"" + id + "\",";
    }

    public static UUID idMadeAgo(Duration age) {
        var random = ThreadLocalRandom.current();
        return Uuid7.of(System.currentTimeMillis() - age.toMillis(), random.nextLong(), random.nextLong());
    }

    /** Books two of the best seats. */
    public static RunningApi.Answer accepted(RunningApi api, UUID event, String... headers) {
        var accepted = api.post("/api/bookings", best(event, 2), headers);
        if (accepted.status() != 202) {
            throw new AssertionError(accepted.response().body());
        }
        return accepted;
    }

    /** Books two of the best seats and decides them. @return the booking's id */
    public static UUID decided(RunningApi api, UUID event, String authorization, BookingStatus status,
            @Nullable Reason reason, int... seats) {
        var from = api.logEnd();
        var accepted = accepted(api, event, "Authorization", authorization);
        var numbers = IntStream.of(seats).mapToObj(seat -> (short) seat).toArray(Short[]::new);
        decide(api, api.loggedSince(from).getFirst(), event, status, reason, seats.length == 0 ? null : numbers);
        return UUID.fromString(accepted.text("id"));
    }

    /** Writes the row that an owner would write for this command. */
    public static void decide(RunningApi api, RunningApi.Logged logged, UUID event, BookingStatus status,
            @Nullable Reason reason, Short @Nullable [] seats) {
        var command = (Command.ReserveSeats) logged.command();
        var at = Timestamp.from(Instant.parse("2026-11-21T10:00:00.123Z"));
        boolean priced = seats != null;
        long version = Version.of(1, logged.record().offset());
        api.truth.update(
                """
                        insert into reservation.booking (id, version, created_version, partition, subsection_id, event_id, buyer,
                            content_hash, status, reason, quantity, seats, price_minor, currency, hold_until, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                command.bookingId(), version, version,
                logged.record().partition(), command.subsectionId(), event, command.buyer(), ContentHash.of(command),
                status.code(), reason == null ? null : reason.code(), command.quantity(), seats,
                priced ? 4500L : null, priced ? "EUR" : null,
                status == BookingStatus.HELD ? Timestamp.from(Instant.parse("2026-11-21T10:10:00.123Z")) : null, at,
                at);
    }
}
