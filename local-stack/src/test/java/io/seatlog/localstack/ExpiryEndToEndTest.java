package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.LoadRun;
import io.seatlog.localstack.load.OutcomeTape;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that nobody pays end by themselves, as a buyer sees it, and whoever decides. */
class ExpiryEndToEndTest {
    private static final int HOLD_SECONDS = 6;
    private static final int CROWD = 600;

    @TempDir
    Path folder;

    @Test
    void shouldGiveSeatsBackWhenTheHoldEnds() throws Exception {
        var system = RunningSystem.shared();
        var one = system.api(0);
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = buyers.makeEvent(one, 1, 1, 2, HOLD_SECONDS);
            var slow = new Buyers.Wish(Uuid7.next(), event, "A", "1", "slow", 2);
            var accepted = accepted(buyers, one, slow);
            var stream = buyers.stream(system.api(1).resolve(field(accepted.body(), "stream")), "slow").get();
            List<String> told;
            try (var lines = stream.body()) {
                told = lines.filter(line -> line.startsWith("event:") && !line.contains("queued")).toList();
            }
            var closed = Instant.now();

            assertThat(told).as("the stream ends with the hold").hasSize(2);
            assertThat(told.getFirst()).contains("held");
            assertThat(told.getLast()).contains("expired");
            var row = buyers.get(one.resolve("/api/bookings/" + slow.id()), "slow");
            assertThat(row.body()).contains("\"EXPIRED\"").doesNotContain("heldUntil");
            var deadline = Instant.parse(field(row.body(), "createdAt")).plusSeconds(HOLD_SECONDS);
            assertThat(closed).isAfterOrEqualTo(deadline);
            System.out.printf("told that a hold ended %d ms after its deadline%n",
                    Duration.between(deadline, closed).toMillis());

            var next = new Buyers.Wish(Uuid7.next(), event, "A", "1", "next", 2);
            accepted(buyers, one, next);
            awaitStatus(buyers, one, next, "HELD");
            var cancelled = buyers.delete(one.resolve("/api/bookings/" + slow.id()), "slow");
            assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(409);
            assertThat(cancelled.body()).contains("not-allowed-in-status").contains("EXPIRED");
            var again = buyers.book(one, slow).get();
            assertThat(again.statusCode()).as("a retry is no new booking").isIn(200, 202);
            awaitStatus(buyers, one, slow, "EXPIRED");
            assertThat(new Audit(system.endpoints().target()).maps(event, Duration.ofSeconds(30))).isEmpty();
        }
    }

    /** The owner is killed while hundreds of holds run, and everything is restarted before they end. */
    @Test
    void shouldEndHoldsAfterATakeoverAndARestart() throws Exception {
        var data = folder.resolve("data");
        UUID event;
        try (var system = RunningSystem.start(data, "--reservation", "2", "--partitions", "8");
                var buyers = Buyers.patient(system.endpoints().tokens());
                var tape = new OutcomeTape(system.endpoints().target())) {
            event = crowd(system, buyers, tape, 60);
            ProcessHandle.of(system.endpoints().reservation().getFirst().pid()).orElseThrow().destroyForcibly();
            var second = crowd(system, buyers, tape, HOLD_SECONDS);
            awaitNoHold(system, second);
            assertThat(new Audit(system.endpoints().target()).maps(second, Duration.ofSeconds(30))).isEmpty();
            system.interrupt();
        }
        try (var system = RunningSystem.start(data)) {
            awaitNoHold(system, event);
            var audit = new Audit(system.endpoints().target());
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(event, Duration.ofSeconds(30))).isEmpty();
            assertThat(count(system, event, 4)).isEqualTo(CROWD);
        }
    }

    private static UUID crowd(RunningSystem system, Buyers buyers, OutcomeTape tape, int holdSeconds)
            throws Exception {
        var target = system.endpoints().target();
        var event = buyers.makeEvent(system.api(0), 8, 20, 25, holdSeconds);
        var run = new LoadRun(target, buyers, new LoadRun.Shape(event, 8, CROWD, 200, 2, 5));
        run.send();
        assertThat(run.awaitDecisions(tape, Duration.ofMinutes(1))).isZero();
        assertThat(run.accepted()).hasSize(CROWD);
        return event;
    }

    private static void awaitNoHold(RunningSystem system, UUID event) throws Exception {
        for (int wait = 0; wait < 900 && count(system, event, 1) > 0; wait++) {
            Thread.sleep(100);
        }
        assertThat(count(system, event, 1)).isZero();
        assertThat(count(system, event, 4)).isEqualTo(CROWD);
        try (var connection = system.database();
                var select = connection.prepareStatement("select max(extract(epoch from changed_at - created_at)) from"
                        + " reservation.booking where event_id = ? and status = 4")) {
            select.setObject(1, event);
            try (var rows = select.executeQuery()) {
                rows.next();
                System.out.printf("%d holds ended, the last %.1f s after it began%n", CROWD, rows.getDouble(1));
            }
        }
    }

    private static long count(RunningSystem system, UUID event, int status) throws Exception {
        try (var connection = system.database();
                var select = connection.prepareStatement(
                        "select count(*) from reservation.booking where event_id = ? and status = ?")) {
            select.setObject(1, event);
            select.setInt(2, status);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static HttpResponse<String> accepted(Buyers buyers, URI api, Buyers.Wish wish) throws Exception {
        for (int wait = 0; wait < 100; wait++) {
            var answer = buyers.book(api, wish).get();
            if (answer.statusCode() == 202) {
                return answer;
            }
            Thread.sleep(100); // What was sold out a moment ago may be refused a little longer.
        }
        throw new AssertionError("never accepted");
    }

    private static void awaitStatus(Buyers buyers, URI api, Buyers.Wish wish, String status) throws Exception {
        var uri = api.resolve("/api/bookings/" + wish.id());
        for (int wait = 0; wait < 100 && !buyers.get(uri, wish.buyer()).body().contains("\"" + status + "\""); wait++) {
            Thread.sleep(100);
        }
        assertThat(buyers.get(uri, wish.buyer()).body()).contains("\"" + status + "\"");
    }

    private static String field(String body, String name) {
        var matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(body);
        assertThat(matcher.find()).as(body).isTrue();
        return matcher.group(1);
    }
}
