package io.seatlog.localstack.crowd;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.proof.history.HistoryRecord.StreamEnd;
import io.seatlog.proof.history.HistoryRecord.Told;
import java.io.BufferedReader;
import java.io.IOException;
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
    private final UUID booking;
    private final String buyer;
    private final ClientHistory history;
    private final Consumer<String> onEvent;
    private int connections;
    private @Nullable String lastEventId;

    /** @param onEvent gets the name of every event that says what became of the booking */
    BookingFollower(UUID booking, String buyer, ClientHistory history, Consumer<String> onEvent) {
        this.booking = booking;
        this.buyer = buyer;
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
        Told last = null;
        var end = StreamEnd.LEFT;
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) stream.toURL().openConnection();
            connection.setConnectTimeout((int) CONNECTS_WITHIN.toMillis());
            connection.setReadTimeout((int) SILENCE.toMillis());
            connection.setRequestProperty("Seatlog-Buyer", buyer);
            connection.setRequestProperty("Accept", "text/event-stream");
            if (lastEventId != null) {
                connection.setRequestProperty("Last-Event-ID", lastEventId);
            }
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_NO_CONTENT) {
                return true;
            }
            if (status != HttpURLConnection.HTTP_OK) {
                return false;
            }
            var lines = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            String name = "";
            String id = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.isEmpty()) {
                    last = event(name, id, last);
                    name = "";
                    id = null;
                }
            }
            end = StreamEnd.CLOSED;
            return true;
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

    private @Nullable Told event(String name, @Nullable String id, @Nullable Told last) {
        var said = last;
        if (id != null) {
            lastEventId = id;
        }
        switch (name) {
            case "held", "confirmed", "rejected", "cancelled", "expired" -> {
                if (id == null) {
                    throw new IllegalStateException(name + " of " + booking + " without an id");
                }
                said = new Told(booking + "/" + connections, last == null ? 0 : last.sequence() + 1, booking,
                        Long.parseLong(id), BookingStatus.valueOf(name.toUpperCase(Locale.ROOT)));
                history.told(said);
                onEvent.accept(name);
            }
            case "refused", "lost" -> onEvent.accept(name);
            default -> {
                // Queued, payments, comments.
            }
        }
        return said;
    }
}
