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
}
