package io.seatlog.localstack;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Asks for seats far more often than it may, over many connections, on each as soon as it was answered. Speaks just enough HTTP for that: a real
 * client would take more of the processor that the system runs on as well than what is to be seen.
 */
final class GreedyBuyer implements AutoCloseable {
    private static final int CONNECTIONS = 250;
    private static final int LONGEST_LINE = 4_096;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");
    private final URI api;
    private final UUID event;
    private final String bearer;
    private final long intervalNanos;
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final List<Thread> senders;
    private volatile boolean enough;

    GreedyBuyer(URI api, UUID event, String bearer, int perSecond) {
        this.api = api;
        this.event = event;
        this.bearer = bearer;
        intervalNanos = 1_000_000_000L * CONNECTIONS / perSecond;
        senders = IntStream.range(0, CONNECTIONS).mapToObj(_ -> Thread.ofVirtual().start(this::send)).toList();
    }

    private void send() {
        try (var socket = new Socket(api.getHost(), api.getPort())) {
            socket.setTcpNoDelay(true);
            var answers = new BufferedInputStream(socket.getInputStream());
            long due = System.nanoTime();
            while (!enough) {
                socket.getOutputStream().write(request());
                statuses.computeIfAbsent(status(answers), _ -> new AtomicInteger()).incrementAndGet();
                due += intervalNanos;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private byte[] request() {
        var body = new Buyers.Wish(Uuid7.next(), event, "A", "1", "greedy", 1).json();
        return ("POST /api/bookings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
                + bearer + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int status(InputStream answers) throws IOException {
        int status = Integer.parseInt(line(answers).substring(9, 12));
        int length = 0;
        for (var header = line(answers); !header.isEmpty(); header = line(answers)) {
            var matcher = LENGTH.matcher(header);
            length = matcher.matches() ? Integer.parseInt(matcher.group(1)) : length;
        }
        answers.skipNBytes(length);
        return status;
    }

    private static String line(InputStream answers) throws IOException {
        var line = new StringBuilder();
        for (int read = answers.read(); read != '\n'; read = answers.read()) {
            if (read < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("in the middle of an answer: " + line);
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    /** How many answers it got, by their status. */
    Map<Integer, AtomicInteger> statuses() {
        return statuses;
    }

    @Override
    public void close() {
        enough = true;
        for (var sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
