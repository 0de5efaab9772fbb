package io.seatlog.embedded;

import io.seatlog.embedded.LinkGate.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP connection that fails on demand: listens on 127.0.0.1 in front of a server there, and passes bytes on, late, one
 * way only, or not at all. It passes from the start on. A mode replaces the one before, for open connections and new ones
 * alike; of a chunk that is being written at that moment the rest still arrives. No byte is ever lost, repeated or
 * reordered, except by a reset. When one end closes or resets, the other end gets the same, behind the bytes before it
 * and only when a direction is open that the news can take. Lives in the caller's JVM, on virtual threads.
 * {@link #close} resets every connection and returns when all threads have ended. Thread-safe.
 */
public final class FaultyLink implements AutoCloseable {

    /** Beyond it a connection is reset at once. */
    static final int MAX_CONNECTIONS = 2_000;

    private static final int BACKLOG = 1_024;
    private static final long PAUSE_MILLIS = 20;

    private final int serverPort;
    private final int maxConnections;
    private final ServerSocket listener;
    private final LinkGate gate = new LinkGate();
    private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Thread acceptor;

    /** Throws {@link UncheckedIOException} when the port is taken. */
    public FaultyLink(int listenPort, int serverPort) {
        this(listenPort, serverPort, MAX_CONNECTIONS);
    }

    FaultyLink(int listenPort, int serverPort, int maxConnections) {
        this.serverPort = serverPort;
        this.maxConnections = maxConnections;
        this.listener = listen(listenPort);
        String name = "faulty-link-" + listenPort;
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
        this.acceptor = Thread.ofVirtual().name(name).start(this::accept);
    }

    /** A link on a free port. */
    public static FaultyLink to(int serverPort) {
        return new FaultyLink(Ports.free(), serverPort);
    }

    /** Where clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Connections that were taken and have not ended, with those that a black hole keeps from the server. */
    public int connections() {
        return connections.size();
    }

    /** Everything goes through. */
    public void pass() {
        gate.set(Mode.PASS);
    }

    /**
     * Everything goes through, but arrives this much later, either way. What was read keeps its time and its place when
     * the mode changes. At most 256 KiB are under way in each direction of a connection: a delay of 50 ms leaves 5 MiB/s.
     * That a connection was made is not delayed.
     */
    public void delay(Duration oneWay) {
        gate.set(Mode.delayed(oneWay));
    }

    /**
     * Nothing moves, and nobody is told: the link stops reading, so that the kernels keep the bytes until the senders'
     * buffers are full. New connections are taken, and reach the server when this ends. After it everything goes on as
     * after the end of a network partition: what was sent in the meantime arrives now, even from a client that has gone.
     */
    public void blackHole() {
        gate.set(Mode.BLACK_HOLE);
    }

    /** What clients send arrives; the answers do not, nor that the server has closed, reset or refused a connection. */
    public void halfOpen() {
        gate.set(Mode.HALF_OPEN);
    }

    /** New connections are reset at once, open ones go on. */
    public void refuse() {
        gate.set(Mode.REFUSE);
    }

    /** Resets every open connection, at both ends and in every mode; the mode stays. Returns how many there were. */
    public int cut() {
        int cut = 0;
        for (LinkConnection connection : connections) {
            if (connection.reset()) {
                cut++;
            }
        }
        return cut;
    }

    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join(); // After it nobody adds a connection.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a link is closed", e);
        } finally {
            cut();
            threads.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                take(listener.accept());
            } catch (IOException closedOrNoFileLeft) {
                pause();
            }
        }
    }

    private void take(Socket client) {
        if (!gate.takesNew() || connections.size() >= maxConnections) {
            LinkConnection.close(client, true);
            return;
        }
        LinkConnection connection = new LinkConnection(client, serverPort, gate, threads, connections::remove);
        connections.add(connection);
        connection.start();
    }

    /** Without open files {@code accept} fails again and again; it must not take a core to do so. */
    private void pause() {
        try {
            if (!listener.isClosed()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port, e);
        }
    }
}
