package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldNeverGiveAPortTwice() {
        int[] ports = IntStream.range(0, 200).map(i -> Ports.free()).toArray();

        assertThat(IntStream.of(ports).distinct().count()).isEqualTo(200);
    }

    @Test
    void shouldPassOverATakenPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }

    /** The usual ones serve a short run first, which prepares the services, and then the system that is asked for. */
    @Test
    void shouldGiveAPortAgainWhoseServerIsGone() throws Exception {
        int port = Ports.free();
        try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.freeOr(port)).isNotEqualTo(server.getLocalPort());
        }
        assertThat(Ports.freeOr(port)).isEqualTo(port);
    }
}
