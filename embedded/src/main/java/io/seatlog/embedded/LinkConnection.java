package io.seatlog.embedded;

import io.seatlog.embedded.LinkGate.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection through a {@link FaultyLink}: a lane in each direction. Lifecycle: {@link #start} → until both ends have
 * closed, one of them was reset, or {@link #reset}; then both sockets are closed and every thread of it is interrupted.
 * Thread-safe.
 */
final class LinkConnection {

    static final int CHUNK_BYTES = 16 * 1024;
    /** What one lane holds back at most; one lane moves that much in one delay. */
    static final int HELD_BYTES = 256 * 1024;

    private sealed interface Item {}

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares chunks.
    private record Chunk(byte[] bytes) implements Item {}

    /** The ends of a stream travel behind its bytes, and as late as these. */
    private enum End implements Item {
        CLOSED,
        RESET
    }

    private record Due(Item item, long nanos) {}

    private interface Work {
        void run() throws InterruptedException;
    }

    private final LinkGate gate;
    private final Executor threads;
    private final Consumer<LinkConnection> onEnd;
    private final Socket client;
    private final Socket server = new Socket();
    private final int serverPort;
    private final Lane toServer;
    private final Lane toClient;
    // The fields below are guarded by this.
    private final Set<Thread> running = new HashSet<>();
    private int closedLanes;
    private boolean ended;

    LinkConnection(Socket client, int serverPort, LinkGate gate, Executor threads, Consumer<LinkConnection> onEnd) {
        this.client = client;
        this.serverPort = serverPort;
        this.gate = gate;
        this.threads = threads;
        this.onEnd = onEnd;
        this.toServer = new Lane(Direction.TO_SERVER, client, server);
        this.toClient = new Lane(Direction.TO_CLIENT, server, client);
    }

    void start() {
        run(this::connect);
    }

    /** Resets both ends; false when it had ended already. */
    boolean reset() {
        return end(true);
    }

    private void connect() throws InterruptedException {
        gate.await(Direction.TO_SERVER);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        } catch (IOException refused) {
            gate.await(Direction.TO_CLIENT);
            reset();
            return;
        }
        for (Lane lane : new Lane[]{toServer, toClient}) {
            run(lane::read);
            run(lane::deliver);
        }
    }

    private synchronized void run(Work work) {
        if (ended) {
            return;
        }
        threads.execute(() -> {
            if (!begins()) {
                return;
            }
            try {
                work.run();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized boolean begins() {
        return !ended && running.add(Thread.currentThread());
    }

    private synchronized void laneClosed() {
        closedLanes++;
        if (closedLanes == 2) {
            end(false);
        }
    }

    private synchronized boolean end(boolean reset) {
        if (ended) {
            return false;
        }
        ended = true;
        close(client, reset);
        close(server, reset);
        running.forEach(Thread::interrupt);
        onEnd.accept(this);
        return true;
    }

    /** Closes it with FIN or RST; one that is broken already is no error. */
    static void close(Socket socket, boolean reset) {
        try (socket) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException alreadyBroken) {
            return;
        }
    }

    /**
     * One direction. Reading and delivering are threads of their own, because what was read waits for its time while more
     * is read.
     */
    private final class Lane {

        private final Direction direction;
        private final Socket from;
        private final Socket to;
        private final BlockingQueue<Due> held = new LinkedBlockingQueue<>();
        private final Semaphore room = new Semaphore(HELD_BYTES);

        Lane(Direction direction, Socket from, Socket to) {
            this.direction = direction;
            this.from = from;
            this.to = to;
        }

        void read() throws InterruptedException {
            byte[] buffer = new byte[CHUNK_BYTES];
            try {
                while (true) {
                    gate.await(direction);
                    int length = from.getInputStream().read(buffer);
                    if (length < 0) {
                        hold(End.CLOSED);
                        return;
                    }
                    room.acquire(length);
                    hold(new Chunk(Arrays.copyOf(buffer, length)));
                }
            } catch (IOException reset) {
                hold(End.RESET);
            }
        }

        /** Goes on after CLOSED, since a RESET may follow; the end of the connection ends it. */
        void deliver() throws InterruptedException {
            try {
                while (true) {
                    Due next = held.take();
                    TimeUnit.NANOSECONDS.sleep(next.nanos() - System.nanoTime());
                    gate.await(direction);
                    deliver(next.item());
                }
            } catch (IOException gone) {
                // News from the receiver: it goes the other way, and gets there only if that way is open.
                other().hold(End.RESET);
            }
        }

        private void deliver(Item item) throws IOException {
            switch (item) {
                case Chunk(byte[] bytes) -> {
                    to.getOutputStream().write(bytes);
                    room.release(bytes.length);
                }
                case End.CLOSED -> {
                    to.shutdownOutput();
                    laneClosed();
                }
                case End.RESET -> reset();
            }
        }

        private void hold(Item item) {
            held.add(new Due(item, gate.dueNanos()));
        }

        private Lane other() {
            return direction == Direction.TO_SERVER ? toClient : toServer;
        }
    }
}
