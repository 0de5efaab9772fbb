package io.seatlog.ticketing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an organizer asks for seats of the house, over HTTP, and what of it is on the log. */
class HouseSeatsTest {
    private static final RunningApi API = RunningApi.shared();
    private final UUID event = BookingRequests.onSale(API);

    @Test
    void shouldPutWhatIsAskedForOnTheLog() {
        var from = API.logEnd();

        var blocked = ask(event, "block", request("A", "2", "\"2-1\",\"1-3\""));
        var unblocked = ask(event, "unblock", request("A", "2", "\"1-3\""));

        assertThat(blocked.status()).isEqualTo(202);
        assertThat(blocked.body().toString())
                .isEqualTo("{\"section\":\"A\",\"subsection\":\"2\",\"seats\":[\"2-1\",\"1-3\"]}");
        assertThat(unblocked.status()).isEqualTo(202);
        int subsection = subsection();
        assertThat(API.loggedSince(from)).extracting(RunningApi.Logged::command).containsExactly(
                new Command.BlockSeats(subsection, Seats.of(2, 20)),
                new Command.UnblockSeats(subsection, Seats.of(2)));
    }

    @Test
    void shouldSayWhatIsWrongAndPutNothingOnTheLog() {
        var from = API.logEnd();
        var wrong = new ArrayList<String>();
        var many = IntStream.rangeClosed(1, 501).mapToObj(i -> "\"1-" + i + "\"").collect(Collectors.joining(","));
        for (var body : List.of("{}", request("A", "1", ""), request("A", "1", many), request("A", "1", "\"99-1\""),
                request("A", "1", "\"1-1\",\"1-1\""), request("A", "1", "null"), request("Z", "1", "\"1-1\""),
                request("A", "99", "\"1-1\""))) {
            var answer = ask(event, "block", body);
            wrong.add(answer.status() + " " + answer.text("code") + answer.body().path("errors").valueStream()
                    .map(error -> " " + error.path("field").asString()).collect(Collectors.joining()));
        }
        assertThat(wrong).containsExactly("400 invalid-request section subsection seats", "400 invalid-request seats",
                "400 invalid-request seats", "400 invalid-request seats[0]", "400 invalid-request seats[1]",
                "400 invalid-request seats[0]", "404 section-unknown", "404 subsection-unknown");
        assertThat(API.loggedSince(from)).isEmpty();
    }

    /** The log does not know the seats of a draft, and a cancelled event has none to keep. */
    @Test
    void shouldRefuseWhatIsNotOpenAndWhatIsCancelled() {
        var draft = BookingRequests.created(API, BookingRequests.event(Instant.now(),
                Instant.now().plus(Duration.ofDays(1))).replaceFirst("\\{", "{\"draft\":true,"));
        var from = API.logEnd();
        assertThat(ask(draft, "block", request("A", "1", "\"1-1\"")).text("eventStatus")).isEqualTo("DRAFT");
        API.post("/api/events/" + draft + "/cancel", "", TestIssuer.AS, "organizer");
        var cancelled = ask(draft, "block", request("A", "1", "\"1-1\""));
        assertThat(cancelled.status()).isEqualTo(409);
        assertThat(cancelled.text("code")).isEqualTo("not-allowed-in-status");
        assertThat(cancelled.text("eventStatus")).isEqualTo("CANCELLED");
        assertThat(API.loggedSince(from)).isEmpty();
    }

    private RunningApi.Answer ask(UUID of, String what, String body) {
        return API.post("/api/events/" + of + "/seats/" + what, body, TestIssuer.AS, "organizer");
    }

    private static String request(String section, String subsection, String seats) {
        return "{\"section\":\"" + section + "\",\"subsection\":\"" + subsection + "\",\"seats\":[" + seats + "]}";
    }

    private int subsection() {
        var id = API.context.getBean(JdbcTemplate.class).queryForObject(
                "select id from ticketing.subsection where event = ? and section = 'A' and name = '2'", Integer.class,
                event);
        return id == null ? 0 : id;
    }
}
