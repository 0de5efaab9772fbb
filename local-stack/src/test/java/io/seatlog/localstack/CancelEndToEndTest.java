package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Giving seats back, one by one and all, as a buyer does it. */
class CancelEndToEndTest {
    private static final String BUYER = "fickle";
    private final RunningSystem system = RunningSystem.shared();
    private final URI one = system.api(0);
    private final URI other = system.api(1);

    @Test
    void shouldGiveBackSeatBySeat() throws Exception {
        try (var buyers = new Buyers()) {
            var event = Buyers.eventId(buyers.createEvent(one, 1, 2, 5));
            var id = hold(buyers, event, BUYER, "1-2", "1-3", "2-1");
            assertThat(booking(buyers, id, BUYER).path("totalMinor").asLong()).isEqualTo(3 * 4500);

            assertThat(buyers.delete(other.resolve("/api/bookings/" + id + "/seats/1-3"), BUYER).statusCode())
                    .isEqualTo(202);
            var left = await(buyers, id, BUYER, "quantity", "2");
            assertThat(left.path("seats").toString()).isEqualTo("[\"1-2\",\"2-1\"]");
            assertThat(left.path("totalMinor").asLong()).isEqualTo(2 * 4500);
            assertThat(left.path("status").asString()).isEqualTo("HELD");
            var again = buyers.delete(one.resolve("/api/bookings/" + id + "/seats/1-3"), BUYER);
            assertThat(again.statusCode()).isEqualTo(404);
            assertThat(again.body()).contains("seat-not-in-booking");

            var next = hold(buyers, event, "next", "1-3");
            assertThat(booking(buyers, next, "next").path("status").asString()).isEqualTo("HELD");
            assertThat(buyers.delete(one.resolve("/api/bookings/" + id + "/seats/1-2"), BUYER).statusCode())
                    .isEqualTo(202);
            await(buyers, id, BUYER, "quantity", "1");
            assertThat(buyers.delete(one.resolve("/api/bookings/" + id + "/seats/2-1"), BUYER).statusCode())
                    .isEqualTo(202);
            await(buyers, id, BUYER, "status", "CANCELLED");
            var over = buyers.delete(one.resolve("/api/bookings/" + id + "/seats/2-1"), BUYER);
            assertThat(over.statusCode()).isEqualTo(409);
            assertThat(over.body()).contains("not-allowed-in-status").contains("CANCELLED");

            var audit = new Audit(system.endpoints().target());
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
        }
    }

    /** Cancelling again and again, from everywhere at once, gives the seats back once. */
    @Test
    void shouldCancelOnceHoweverOftenItIsAsked() throws Exception {
        try (var buyers = new Buyers()) {
            var event = Buyers.eventId(buyers.createEvent(one, 1, 2, 5));
            var id = hold(buyers, event, BUYER, "1-2", "1-3");
            for (int i = 0; i < 20; i++) {
                var api = i % 2 == 0 ? one : other;
                assertThat(buyers.delete(api.resolve("/api/bookings/" + id), BUYER).statusCode()).isEqualTo(202);
            }
            var cancelled = await(buyers, id, BUYER, "status", "CANCELLED");
            var next = hold(buyers, event, "next", "1-2", "1-3");
            assertThat(buyers.delete(one.resolve("/api/bookings/" + id), BUYER).statusCode()).isEqualTo(202);

            assertThat(booking(buyers, id, BUYER).path("version")).isEqualTo(cancelled.path("version"));
            assertThat(booking(buyers, next, "next").path("status").asString()).isEqualTo("HELD");
            var audit = new Audit(system.endpoints().target());
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
        }
    }

    private UUID hold(Buyers buyers, UUID event, String buyer, String... seats) throws Exception {
        assertThat(buyers.get(one.resolve("/api/events/" + event), buyer).statusCode()).isEqualTo(200);
        var id = Uuid7.next();
        var json = String.format(Locale.ROOT,
                "{\"id\":\"%s\",\"eventId\":\"%s\",\"section\":\"A\",\"subsection\":\"1\","
                        + "\"selection\":\"MANUAL\",\"seats\":[\"%s\"]}",
                id, event, String.join("\",\"", seats));
        var accepted = buyers.post(one, buyer, json).get();
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        await(buyers, id, buyer, "status", "HELD");
        return id;
    }

    private JsonNode await(Buyers buyers, UUID id, String buyer, String field, String value) throws Exception {
        for (int wait = 0; wait < 300; wait++) {
            var booking = booking(buyers, id, buyer);
            if (booking.path(field).asString("").equals(value)) {
                return booking;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(field + " never became " + value + ": " + booking(buyers, id, buyer));
    }

    private JsonNode booking(Buyers buyers, UUID id, String buyer) throws Exception {
        return Json.MAPPER.readTree(buyers.get(other.resolve("/api/bookings/" + id), buyer).body());
    }
}
