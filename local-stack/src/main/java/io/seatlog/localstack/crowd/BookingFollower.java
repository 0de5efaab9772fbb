package io.seatlog.localstack.crowd;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.proof.history.HistoryRecord.StreamEnd;
import io.seatlog.proof.history.HistoryRecord.Told;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the stream of one booking, over as many connections as it takes, as an EventSource does: it comes again with the
 * id of the last event that it has. Each connection is a stream of its own to the history. One thread.
 */
final class BookingFollower {
    /** A comment comes every 15 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(25);
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(3);
    private static final int TOO_MANY = 429;
    private final UUID booking;
    private final String bearer;
    private final ClientHistory history;
    private final Consumer<String> onEvent;
    private int connections;
    private @Nullable String lastEventId;
    /** On this connection. */
    private @Nullable Told last;

    /** @param onEvent gets the name of every event that says what became of the booking */
    BookingFollower(UUID booking, String bearer, ClientHistory history, Consumer<String> onEvent) {
        this.booking = booking;
        this.bearer = bearer;
        this.history = history;
        this.onEvent = onEvent;
    }

    /** @return how often it had to connect */
    int connections() {
        return connections;
    }

    /**
     * One connection.
     *
     * @return whether the service says that there is nothing more to follow
     */
    boolean follow(URI stream) {
        connections++;
        last = null;
        var end = StreamEnd.LEFT;
        HttpURLConnection connection = null;
        try {
            connection = connect(stream);
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                read(connection.getInputStream());
                end = StreamEnd.CLOSED;
                return true;
            }
            if (status < 500 && status != HttpURLConnection.HTTP_NO_CONTENT && status != TOO_MANY) {
                throw new IllegalStateException("its stream was refused with " + status);
            }
            return status == HttpURLConnection.HTTP_NO_CONTENT;
        } catch (IOException cut) {
            return false;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
            if (last != null) {
                history.ended(last, end);
            }
        }
    }

    private HttpURLConnection connect(URI stream) throws IOException {
        var connection = (HttpURLConnection) stream.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECTS_WITHIN.toMillis());
        connection.setReadTimeout((int) SILENCE.toMillis());
        connection.setRequestProperty("Authorization", bearer);
        connection.setRequestProperty("Accept", "text/event-stream");
        if (lastEventId != null) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return connection;
    }

    /** To the end, which only the service can set. */
    private void read(InputStream stream) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        String name = "";
        String id = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.isEmpty()) {
                event(name, id);
                name = "";
                id = null;
            }
        }
    }

    private void event(String name, @Nullable String id) {
        if (id != null) {
            lastEventId = id;
        }
        switch (name) {
            case "held", "confirmed", "rejected", "cancelled", "expired" -> {
                if (id == null) {
                    throw new IllegalStateException("it was told " + name + " without an id");
                }
                last = new Told(booking + "/" + connections, last == null ? 0 : last.sequence() + 1, booking,
                        Long.parseLong(id), BookingStatus.valueOf(name.toUpperCase(Locale.ROOT)));
                history.told(last);
                onEvent.accept(name);
            }
            case "refused", "lost" -> onEvent.accept(name);
            default -> {
                // Queued, payments, comments.
            }
        }
    }
}
