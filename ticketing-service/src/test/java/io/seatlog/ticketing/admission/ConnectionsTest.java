package io.seatlog.ticketing.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.server.reactive.HttpHandler;

/** A server that takes two connections. */
class ConnectionsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WebServer server = serve();

    private WebServer serve() {
        var factory = new NettyReactiveWebServerFactory(0);
        new Connections(new ConnectionProperties(2, LONG, LONG, LONG), meters).customize(factory);
        HttpHandler ok = (_, response) -> response.setComplete();
        var started = factory.getWebServer(ok);
        started.start();
        return started;
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void shouldCloseWhatIsOneTooManyAndTakeAnotherWhenThereIsRoom() throws Exception {
        try (var first = new Socket("127.0.0.1", server.getPort())) {
            try (var second = new Socket("127.0.0.1", server.getPort())) {
                assertThat(isServed(first)).isTrue();
                assertThat(isServed(second)).isTrue();
                try (var third = new Socket("127.0.0.1", server.getPort())) {
                    assertThat(isServed(third)).isFalse();
                }
                assertThat(meters.counter("seatlog.connections.refused").count()).isEqualTo(1);
                assertThat(isServed(first)).as("nobody else notices").isTrue();
            }
            Awaitility.await().until(() -> meters.get("seatlog.connections.open").gauge().value() == 1);
            try (var later = new Socket("127.0.0.1", server.getPort())) {
                assertThat(isServed(later)).isTrue();
            }
        }
    }

    private static boolean isServed(Socket socket) {
        try {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var buffer = new byte[2_000];
            int read = socket.getInputStream().read(buffer);
            return read > 0 && new String(buffer, 0, read, StandardCharsets.US_ASCII).contains("200 OK");
        } catch (IOException reset) {
            return false;
        }
    }
}
