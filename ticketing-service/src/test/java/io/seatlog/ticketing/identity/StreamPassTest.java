package io.seatlog.ticketing.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Passes as a browser uses them, and as somebody else would like to. */
class StreamPassTest {
    private static final RunningApi API = RunningApi.shared();
    private static final TestIssuer ISSUER = TestIssuer.shared();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldSetACookieThatOnlyStreamsAreOpenedWith() throws Exception {
        var given = API
                .send(API.request("/api/stream-pass", TestIssuer.AS, "ada").PUT(HttpRequest.BodyPublishers.noBody()));
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.header("Cache-Control")).isEqualTo("no-store");
        assertThat(given.header("Set-Cookie")).startsWith("seatlog-stream=").contains("; HttpOnly", "; SameSite=Strict",
                "; Path=/api", "; Max-Age=3");
        assertThat(Instant.parse(given.text("expiresAt"))).isBetween(Instant.now().plus(Duration.ofMinutes(50)),
                Instant.now().plus(Duration.ofHours(1)));
        var cookie = cookie(given);

        try (var stream = open("/api/bookings/stream", cookie)) {
            assertThat(stream.status()).isEqualTo(200);
        }
        for (var path : new String[]{"/api/bookings", "/api/me", "/api/bookings/" + UUID.randomUUID()}) {
            assertThat(API.get(path, TestIssuer.AS, TestIssuer.NOBODY, "Cookie", cookie).text("code"))
                    .isEqualTo("identity-required");
        }
        assertThat(API.post("/api/bookings", BookingRequests.best(BookingRequests.onSale(API), 1), TestIssuer.AS,
                TestIssuer.NOBODY, "Cookie", cookie).text("code")).as("a cookie books nothing")
                .isEqualTo("identity-required");
        assertThat(API.delete("/api/bookings/" + UUID.randomUUID(), TestIssuer.AS, TestIssuer.NOBODY, "Cookie", cookie)
                .text("code")).isEqualTo("identity-required");
        assertThat(API.send(API.request("/api/stream-pass", TestIssuer.AS, TestIssuer.NOBODY, "Cookie", cookie)
                .PUT(HttpRequest.BodyPublishers.noBody())).text("code")).as("no pass from a pass")
                .isEqualTo("identity-required");
    }

    @Test
    void shouldOpenOnlyTheStreamsOfItsOwnBuyer() throws Exception {
        var from = API.logEnd();
        var id = BookingRequests.idMadeAgo(Duration.ofMinutes(16));
        var adas = API.post("/api/bookings", BookingRequests.best(BookingRequests.onSale(API), 1,
                BookingRequests.withId(id)), TestIssuer.AS, "ada");
        assertThat(API.loggedSince(from)).isNotEmpty();
        var stream = adas.body().at("/links/stream").asString();

        try (var hers = open(stream, pass("ada"));
                var another = open(stream, pass("bob"));
                var withoutReceipt = open("/api/bookings/" + id + "/stream", pass("bob"))) {
            assertThat(hers.status()).isEqualTo(200);
            assertThat(another.status()).isEqualTo(404);
            assertThat(withoutReceipt.status()).isEqualTo(404);
        }
    }

    @Test
    void shouldOpenNothingOnceItWasGivenBackAndEndWhatItHasOpened() throws Exception {
        var cookie = pass("ada");
        try (var stream = open("/api/bookings/stream", cookie)) {
            var back = API.delete("/api/stream-pass", TestIssuer.AS, TestIssuer.NOBODY, "Cookie", cookie);

            assertThat(back.status()).isEqualTo(204);
            assertThat(back.header("Set-Cookie")).startsWith("seatlog-stream=;").contains("Max-Age=0");
            try (var again = open("/api/bookings/stream", cookie)) {
                assertThat(again.status()).isEqualTo(401);
            }
            stream.awaitEnd();
        }
        try (var fresh = open("/api/bookings/stream", pass("ada"))) {
            assertThat(fresh.status()).as("another pass of the same buyer").isEqualTo(200);
        }
    }

    /** Another instance only leaves a row. */
    @Test
    void shouldHearOfPassesThatWereGivenBackElsewhere() throws Exception {
        var cookie = pass("ada");
        var passes = API.context.getBean(StreamPasses.class);
        var caller = passes.open(cookie.substring(cookie.indexOf('=') + 1)).orElseThrow();
        var pass = Objects.requireNonNull(caller.pass());
        try (var stream = open("/api/bookings/stream", cookie)) {
            API.context.getBean(JdbcTemplate.class)
                    .update("insert into ticketing.revoked_pass values (?, now(), now() + "
                            + "interval '1 hour')", pass.id());
            stream.awaitEnd();
            try (var again = open("/api/bookings/stream", cookie)) {
                assertThat(again.status()).isEqualTo(401);
            }
        }
    }

    @Test
    void shouldEndAStreamWithTheTokenOrPassThatOpenedIt() throws Exception {
        var token = ISSUER.sign(ISSUER.claims("ada", "buyer")
                .expirationTime(Date.from(Instant.now().plusSeconds(4))).build());
        var given = API.send(API.request("/api/stream-pass", "Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.noBody()));
        var cookie = cookie(given);
        try (var byToken = open("/api/bookings/stream", "Authorization", "Bearer " + token);
                var byPass = open("/api/bookings/stream", cookie)) {
            assertThat(byToken.status()).isEqualTo(200);
            assertThat(byPass.status()).isEqualTo(200);
            byToken.awaitEnd();
            byPass.awaitEnd();
        }
        assertThat(API.get("/api/bookings", "Authorization", "Bearer " + token).text("code")).as("never beyond its end")
                .isEqualTo("token-invalid");
        try (var again = open("/api/bookings/stream", cookie)) {
            assertThat(again.status()).isEqualTo(401);
        }
    }

    @Test
    void shouldRefuseAForgedPassAndAReceiptInItsPlace() throws Exception {
        var cookie = pass("ada");
        int at = cookie.length() / 2;
        var forged = cookie.substring(0, at) + (cookie.charAt(at) == 'A' ? 'B' : 'A') + cookie.substring(at + 1);
        var receipt = API.post("/api/bookings", BookingRequests.best(BookingRequests.onSale(API), 1)).text("receipt");
        for (var bad : new String[]{forged, "seatlog-stream=" + receipt, "seatlog-stream=", "seatlog-stream=x",
                "seatlog-stream=" + "A".repeat(3000)}) {
            try (var stream = open("/api/bookings/stream", bad)) {
                assertThat(stream.status()).as(bad).isEqualTo(401);
            }
        }
    }

    @Test
    void shouldWriteNoPassOrTokenOrReceiptIntoALog() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("io.seatlog");
        var before = ours.getLevel();
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        root.addAppender(seen);
        ours.setLevel(Level.TRACE);
        try {
            var token = ISSUER.sign(ISSUER.claims("logged", "buyer").build());
            var given = API.send(API.request("/api/stream-pass", "Authorization", "Bearer " + token)
                    .PUT(HttpRequest.BodyPublishers.noBody()));
            var cookie = cookie(given);
            var booked = API.post("/api/bookings", BookingRequests.best(BookingRequests.onSale(API), 1),
                    "Authorization", "Bearer " + token);
            try (var stream = open(booked.body().at("/links/stream").asString(), cookie)) {
                assertThat(stream.status()).isEqualTo(200);
            }
            API.delete("/api/stream-pass", TestIssuer.AS, TestIssuer.NOBODY, "Cookie", cookie);
            open("/api/bookings/stream", cookie).close();
            API.get("/api/bookings", "Authorization", "Bearer " + token.substring(0, token.length() - 9));
            for (var secret : new String[]{token, cookie.substring(cookie.indexOf('=') + 1), booked.text("receipt")}) {
                assertThat(seen.list).noneMatch(event -> event.getFormattedMessage().contains(secret.substring(0, 40)));
            }
        } finally {
            root.detachAppender(seen);
            ours.setLevel(before);
        }
    }

    private static String pass(String name) {
        return cookie(API.send(
                API.request("/api/stream-pass", TestIssuer.AS, name).PUT(HttpRequest.BodyPublishers.noBody())));
    }

    private static String cookie(RunningApi.Answer given) {
        return given.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private static Open open(String path, String cookie) throws IOException, InterruptedException {
        return open(path, "Cookie", cookie);
    }

    private static Open open(String path, String header, String value) throws IOException, InterruptedException {
        return new Open(HTTP.send(API.request(path, TestIssuer.AS, TestIssuer.NOBODY, header, value).GET().build(),
                HttpResponse.BodyHandlers.ofInputStream()));
    }

    private record Open(HttpResponse<InputStream> response) implements AutoCloseable {
        int status() {
            return response.statusCode();
        }

        void awaitEnd() throws ExecutionException, InterruptedException, TimeoutException {
            CompletableFuture.supplyAsync(() -> {
                try {
                    return response.body().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException closed) {
                    return -1L;
                }
            }).get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
