package io.seatlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of 127.0.0.1. A server binds some time after its port was chosen, so a port is taken from below the
 * kernel's ephemeral range (no outgoing connection can grab it) and stays reserved against other JVMs of this user by a
 * file lock that lives as long as this JVM. Thread-safe.
 */
public final class Ports {

    private static final int FIRST = 18_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> RESERVED = new HashSet<>();

    private Ports() {}

    /** A port that nobody listens on and that nobody else gets from this method. */
    public static synchronized int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (!RESERVED.contains(port) && isFree(port) && reserve(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + LAST);
    }

    /**
     * The wanted port when it is free, also when a server of this JVM had it before, else any free one. With the system
     * property {@code seatlog.ports.usual=false} always any other: tests of whole systems must not meet what else runs on
     * the usual ones.
     */
    public static synchronized int freeOr(int wanted) {
        boolean usual = !System.getProperty("seatlog.ports.usual", "true").equals("false");
        return usual && isFree(wanted) && (RESERVED.contains(wanted) || reserve(wanted)) ? wanted : free();
    }

    /** Whether a server could listen on this port, on 127.0.0.1 and on all addresses, right now. */
    public static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static boolean reserve(int port) {
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"),
                    "seatlog-ports-" + System.getProperty("user.name"));
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(folder.resolve(Integer.toString(port)), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return false;
            }
            RESERVED.add(port); // The channel stays open on purpose: the lock ends with the JVM.
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reserve port " + port, e);
        }
    }
}
