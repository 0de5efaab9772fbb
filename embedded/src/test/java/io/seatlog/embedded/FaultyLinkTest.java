package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyLinkTest {

    private static final int DEADLINE_MILLIS = 20_000;
    /** How long a test looks at what must not come. */
    private static final int SILENCE_MILLIS = 300;
    private static final int MEGABYTE = 1024 * 1024;

    private final List<Socket> opened = new ArrayList<>();
    /** The server's ends, in the order of their connections; each test serves them itself. */
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private FaultyLink link;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    accepted.add(server.accept());
                } catch (IOException closed) {
                    return;
                }
            }
        });
        link = FaultyLink.to(server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
        for (Socket socket : opened) {
            socket.close();
        }
    }

    @Test
    void shouldPassBytesBothWaysAndHalfCloses() throws Exception {
        Socket client = connect();
        echo(accepted());

        assertThat(echoed(client, MEGABYTE)).isTrue();

        eventually(link::connections, 0);
    }

    @Test
    void shouldAnswerAfterTheClientHasClosedItsHalf() throws Exception {
        Socket client = connect();
        Socket peer = accepted();

        client.shutdownOutput();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        send(peer, 1);

        assertThat(client.getInputStream().read()).isEqualTo(1);
        assertThat(link.connections()).isOne();
    }

    @Test
    void shouldPassAResetOnEitherWay() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        Socket otherClient = connect();
        Socket otherPeer = accepted();

        LinkConnection.close(client, true);
        LinkConnection.close(otherPeer, true);

        assertReset(peer);
        assertReset(otherClient);
        eventually(link::connections, 0);
    }

    @Test
    void shouldResetTheClientWhenNobodyServes() throws Exception {
        server.close();

        assertReset(connect());
    }

    @Test
    void shouldDelayEachWay() throws Exception {
        link.delay(Duration.ofMillis(200));
        Socket client = connect();
        echo(accepted());
        long start = System.nanoTime();

        send(client, 1);

        assertThat(client.getInputStream().read()).isEqualTo(1);
        assertThat(millisSince(start)).isGreaterThanOrEqualTo(400);
    }

    @Test
    void shouldMoveManyChunksADelay() throws Exception {
        link.delay(Duration.ofMillis(200));
        Socket client = connect();
        echo(accepted());
        long start = System.nanoTime();

        assertThat(echoed(client, 200 * LinkConnection.CHUNK_BYTES)).isTrue();

        // One chunk a delay would be at least 40 s.
        assertThat(millisSince(start)).isLessThan(DEADLINE_MILLIS);
    }

    @Test
    void shouldHoldABoundedNumberOfBytesWhileItDelays() throws Exception {
        link.delay(Duration.ofHours(1));
        Socket client = connect();
        accepted();

        assertThat(acceptsWithoutEnd(client, 64 * MEGABYTE)).isFalse();
    }

    @Test
    void shouldKeepOrderWhenTheDelayShrinks() throws Exception {
        Socket client = connect();
        Socket peer = accepted();

        link.delay(Duration.ofMillis(300));
        send(client, 1);
        Thread.sleep(50);
        link.pass();
        send(client, 2);

        assertThat(peer.getInputStream().readNBytes(2)).containsExactly(1, 2);
    }

    @Test
    void shouldSwallowEverythingInABlackHoleAndDeliverItWhenThatEnds() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        link.blackHole();

        send(client, 1);
        send(peer, 2);
        Socket later = connect();
        send(later, 3);
        assertSilent(peer);
        assertSilent(client);
        assertThat(accepted).isEmpty();
        assertThat(link.connections()).isEqualTo(2);

        link.pass();
        assertThat(peer.getInputStream().read()).isEqualTo(1);
        assertThat(client.getInputStream().read()).isEqualTo(2);
        assertThat(accepted().getInputStream().read()).isEqualTo(3);
    }

    @Test
    void shouldTellNobodyInABlackHoleThatAnEndHasGone() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        Socket otherClient = connect();
        Socket otherPeer = accepted();
        link.blackHole();

        LinkConnection.close(client, true);
        otherPeer.close();
        assertSilent(peer);
        assertSilent(otherClient);

        link.pass();
        assertReset(peer);
        assertThat(otherClient.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void shouldHoldTheSenderBackInABlackHole() throws Exception {
        Socket client = connect();
        accepted();
        link.blackHole();

        assertThat(acceptsWithoutEnd(client, 64 * MEGABYTE)).isFalse();
    }

    @Test
    void shouldLoseOnlyTheAnswersWhenHalfOpen() throws Exception {
        link.halfOpen();
        Socket client = connect();
        Socket peer = accepted();

        send(client, 1);
        assertThat(peer.getInputStream().read()).isEqualTo(1);
        send(peer, 2);
        assertSilent(client);

        link.pass();
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void shouldLeaveWhatItDoesNotPassUnread() throws Exception {
        link.halfOpen();
        Socket client = connect();
        send(accepted(), 1);
        assertSilent(client);

        long start = System.nanoTime();
        link.delay(Duration.ofMillis(400));

        // What it had read before would not be delayed.
        assertThat(client.getInputStream().read()).isEqualTo(1);
        assertThat(millisSince(start)).isGreaterThanOrEqualTo(400);
    }

    @Test
    void shouldNotTellTheClientOfAResetWhenHalfOpen() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        link.halfOpen();

        LinkConnection.close(peer, true);
        send(client, 1); // The link learns of the reset by this at the latest.
        assertSilent(client);
        client.shutdownOutput();
        assertSilent(client);

        link.pass();
        assertEnded(client);
    }

    @Test
    void shouldRefuseNewConnectionsOnly() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        link.refuse();

        assertReset(connect());
        send(client, 1);
        assertThat(peer.getInputStream().read()).isEqualTo(1);
        assertThat(link.connections()).isOne();

        link.pass();
        send(connect(), 2);
        assertThat(accepted().getInputStream().read()).isEqualTo(2);
    }

    @Test
    void shouldCutBothEndsAndStayInItsMode() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        link.blackHole();
        Socket waiting = connect();
        eventually(link::connections, 2);

        assertThat(link.cut()).isEqualTo(2);

        assertReset(client);
        assertReset(peer);
        assertReset(waiting);
        assertThat(link.connections()).isZero();
        assertThat(link.cut()).isZero();
        Socket later = connect();
        send(later, 1);
        assertSilent(later);
        assertThat(accepted).isEmpty();
    }

    @Test
    void shouldResetWhatIsBeyondItsLimit() throws Exception {
        try (var small = new FaultyLink(Ports.free(), server.getLocalPort(), 2)) {
            Socket first = connect(small.port());
            accepted();
            connect(small.port());
            accepted();

            assertReset(connect(small.port()));
            assertThat(small.connections()).isEqualTo(2);

            first.close();
            accepted.clear();
        }
    }

    @Test
    void shouldTakeAConnectionAgainWhenOneHasEnded() throws Exception {
        try (var small = new FaultyLink(Ports.free(), server.getLocalPort(), 1)) {
            Socket first = connect(small.port());
            accepted();
            LinkConnection.close(first, true);
            eventually(small::connections, 0);

            send(connect(small.port()), 1);
            assertThat(accepted().getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void shouldResetEverythingAndEndItsThreadsWhenClosed() throws Exception {
        Socket client = connect();
        Socket peer = accepted();
        link.delay(Duration.ofHours(1));
        send(client, 1);
        link.blackHole();
        Socket waiting = connect();
        eventually(link::connections, 2);

        link.close(); // Returns only when its threads have ended.
        link.close();

        assertReset(client);
        assertReset(peer);
        assertReset(waiting);
        assertThat(link.connections()).isZero();
        assertThatThrownBy(() -> connect()).isInstanceOf(ConnectException.class);
    }

    private Socket connect() throws IOException {
        return connect(link.port());
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(DEADLINE_MILLIS);
        opened.add(socket);
        return socket;
    }

    private Socket accepted() throws Exception {
        Socket socket = accepted.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(socket).isNotNull();
        socket.setSoTimeout(DEADLINE_MILLIS);
        opened.add(socket);
        return socket;
    }

    private static void send(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
    }

    private static void echo(Socket socket) {
        Thread.ofVirtual().start(() -> {
            try {
                socket.getInputStream().transferTo(socket.getOutputStream());
                socket.shutdownOutput();
            } catch (IOException seenByTheClient) {
                return;
            }
        });
    }

    /** Sends random bytes and closes this half; whether exactly these came back before the other half was closed. */
    private static boolean echoed(Socket client, int bytes) throws IOException {
        byte[] sent = new byte[bytes];
        new Random(7).nextBytes(sent);
        Thread.ofVirtual().start(() -> {
            try {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            } catch (IOException seenByTheReader) {
                return;
            }
        });
        return Arrays.equals(client.getInputStream().readAllBytes(), sent);
    }

    /** Whether the link takes this many bytes of a client whose server gets none; false when it stops for some time. */
    private static boolean acceptsWithoutEnd(Socket client, int bytes) throws Exception {
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                client.getOutputStream().write(new byte[bytes]);
            } catch (IOException closedByTheTest) {
                return;
            }
        });
        return writer.join(Duration.ofSeconds(2));
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(DEADLINE_MILLIS);
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** Reset, or closed: a kernel says only once that there was a reset, and may have said it to a writer. */
    private static void assertEnded(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static void eventually(IntSupplier actual, int expected) throws InterruptedException {
        long start = System.nanoTime();
        while (actual.getAsInt() != expected && millisSince(start) < DEADLINE_MILLIS) {
            Thread.sleep(10);
        }
        assertThat(actual.getAsInt()).isEqualTo(expected);
    }

    private static long millisSince(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
