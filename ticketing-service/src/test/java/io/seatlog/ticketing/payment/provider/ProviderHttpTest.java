package io.seatlog.ticketing.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderHttpTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final ProviderHttp http = new ProviderHttp(Duration.ofMillis(100), Duration.ofMillis(300));
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void shouldNotWaitForABodyThatDoesNotEnd() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });

        long begin = System.nanoTime();
        assertThatThrownBy(() -> http.send(request())).isInstanceOf(HttpTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(300),
                Duration.ofSeconds(5));
    }

    @Test
    void shouldNotTakeMoreThanAMebibyte() {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(new byte[(1 << 20) + 1]);
            }
        });

        assertThatThrownBy(() -> http.send(request())).isInstanceOf(IOException.class);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")).build();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
