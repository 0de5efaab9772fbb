package io.seatlog.ticketing.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One caller who asks too much, over HTTP. */
class FairUseTest {
    private static final RunningApi API = RunningApi.shared();

    @Test
    void shouldRefuseTheGreedyAndNobodyElse() {
        var event = BookingRequests.onSale(API);
        var wish = BookingRequests.best(event, 1);
        var from = API.logEnd();
        var answers = new ArrayList<RunningApi.Answer>();
        for (int i = 0, refusals = 0; i < 8_000 && refusals < 3; i++) {
            answers.add(API.post("/api/bookings", wish, TestIssuer.AS, "greedy"));
            refusals += answers.getLast().status() == 429 ? 1 : 0;
        }
        var refused = answers.stream().filter(answer -> answer.status() == 429).toList();
        assertThat(refused).isNotEmpty();
        assertThat(answers).extracting(RunningApi.Answer::status).containsOnly(202, 429);
        assertThat(answers.getFirst().header("RateLimit-Policy")).isEqualTo("\"writes\";q=3000;w=600");
        assertThat(answers.getFirst().header("RateLimit")).isEqualTo("\"writes\";r=2999;t=1");
        assertThat(refused.getFirst().text("code")).isEqualTo("too-many-requests");
        assertThat(refused.getFirst().header("Retry-After")).isEqualTo("1");
        assertThat(refused.getFirst().header("RateLimit")).startsWith("\"writes\";r=0;t=");
        assertThat(API.loggedSince(from)).filteredOn(one -> one.command() instanceof Command.ReserveSeats)
                .as("what was refused is not on the log")
                .hasSize(answers.size() - refused.size());

        assertThat(API.post("/api/bookings", wish, TestIssuer.AS, "modest").status()).isEqualTo(202);
        assertThat(API.get("/api/bookings", TestIssuer.AS, "greedy").status()).as("reads are apart").isEqualTo(200);
        RunningApi.await("a little later",
                () -> API.post("/api/bookings", wish, TestIssuer.AS, "greedy").status() == 202);
    }

    @Test
    void shouldLimitTheReadsOfOneCaller() {
        var answers = new ArrayList<Integer>();
        for (int i = 0; i < 20_000 && !answers.contains(429); i++) {
            answers.add(API.get("/api/me", TestIssuer.AS, "curious").status());
        }
        assertThat(answers).contains(200, 429);
    }

    @Test
    void shouldTellBrowsersWhatMayBeDoneWithAnAnswer() {
        for (var path : List.of("/", "/js/app.js", "/no-such-page")) {
            var answer = API.get(path, TestIssuer.AS, TestIssuer.NOBODY);
            assertThat(answer.header("Content-Security-Policy")).as(path)
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' "
                            + TestIssuer.shared().url() + "; img-src 'self'; base-uri 'none'; form-action 'none'; "
                            + "frame-ancestors 'none'");
        }
        for (var path : List.of("/api/events", "/api/me", "/api/nothing", "/api/events/%00")) {
            var answer = API.get(path, TestIssuer.AS, TestIssuer.NOBODY);
            assertThat(answer.header("Content-Security-Policy")).as(path)
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
        assertThat(API.get("/openapi/ui").header("Content-Security-Policy")).contains(
                "style-src 'self' 'unsafe-inline'",
                "script-src 'self'");
    }
}
