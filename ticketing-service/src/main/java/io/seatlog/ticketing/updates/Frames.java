package io.seatlog.ticketing.updates;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Messages of an event stream as bytes, as the HTML standard defines them; JSON is one line, so one {@code data:} suffices. */
final class Frames {
    static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private final JsonMapper json;

    Frames(JsonMapper json) {
        this.json = json;
    }

    /** @param id what the client sends back as Last-Event-ID; null leaves the client's as it is */
    byte[] event(String name, @Nullable Long id, Object data) {
        var head = "event: " + name + (id == null ? "" : "\nid: " + id);
        var frame = new ByteArrayOutputStream(256);
        frame.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(DATA);
        frame.writeBytes(json.writeValueAsBytes(data));
        frame.write('\n');
        frame.write('\n');
        return frame.toByteArray();
    }

    /** How long a client waits before it connects again. */
    static byte[] retry(int millis) {
        return ("retry: " + millis + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }
}
