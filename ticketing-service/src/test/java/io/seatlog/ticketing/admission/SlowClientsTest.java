package io.seatlog.ticketing.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that take their time, on raw sockets. */
class SlowClientsTest {
    private static final RunningApi API = RunningApi.shared();
    private static final String HEADERS = "GET /api/payment-options HTTP/1.1\r\nHost: x\r\n";

    @Test
    void shouldCloseAConnectionThatNeverSaysAnything() throws Exception {
        try (var silent = connect()) {
            assertThat(answer(silent)).isEmpty();
        }
    }

    @Test
    void shouldCloseAConnectionWhoseHeadersDrip() throws Exception {
        try (var slow = connect()) {
            slow.getOutputStream().write(HEADERS.getBytes(StandardCharsets.US_ASCII));
            var dripping = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 600; i++) {
                        slow.getOutputStream().write("X-Drip: 1\r\n".getBytes(StandardCharsets.US_ASCII));
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException closed) {
                    // As it should be.
                }
            });
            assertThat(answer(slow)).doesNotContain("200 OK");
            assertThat(dripping.join(Duration.ofSeconds(10))).as("nobody listens any more").isTrue();
        }
    }

    @Test
    void shouldCloseAConnectionWhoseBodyNeverEnds() throws Exception {
        try (var slow = connect()) {
            slow.getOutputStream().write(("POST /api/bookings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + TestIssuer.shared().token("ada", "buyer")
                    + "\r\nContent-Length: 1000\r\n\r\n{\"eventId\":").getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(slow)).doesNotContain("202");
        }
    }

    @Test
    void shouldLetAKeptConnectionRestBetweenItsRequests() throws Exception {
        try (var patient = connect()) {
            for (int i = 0; i < 2; i++) {
                patient.getOutputStream().write((HEADERS + "\r\n").getBytes(StandardCharsets.US_ASCII));
                var buffer = new byte[4000];
                int read = patient.getInputStream().read(buffer);
                assertThat(new String(buffer, 0, Math.max(0, read), StandardCharsets.US_ASCII)).contains("200 OK");
                Thread.sleep(i == 0 ? 12_000 : 0);
            }
        }
    }

    private static Socket connect() throws IOException {
        return new Socket("127.0.0.1", API.request("/").build().uri().getPort());
    }

    /** All that comes until the server closes the connection. */
    private static String answer(Socket socket) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException reset) {
                return "";
            }
        }).get(40, TimeUnit.SECONDS);
    }
}
