package io.seatlog.embedded.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request and the way to its answer. An answer that cannot be written is lost, as on any network. */
final class Exchange {
    static final int MOST_BODY_BYTES = 16 * 1024;

    private final HttpExchange http;
    private final byte[] body;
    private final List<String> path;

    private Exchange(HttpExchange http, byte[] body) {
        this.http = http;
        this.body = body;
        this.path = Stream.of(http.getRequestURI().getPath().split("/")).skip(1).toList();
    }

    /** Reads the body; null, and already answered, when it is too large. */
    static @Nullable Exchange read(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        var exchange = new Exchange(http, body);
        if (body.length > MOST_BODY_BYTES) {
            exchange.answer(413, Json.error("too_large"));
            return null;
        }
        return exchange;
    }

    String method() {
        return http.getRequestMethod();
    }

    /** The segments of the path. */
    List<String> path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    @Nullable
    String header(String name) {
        return http.getRequestHeaders().getFirst(name);
    }

    void answerWith(String header, String value) {
        http.getResponseHeaders().set(header, value);
    }

    @Nullable
    String query(String name) {
        String query = http.getRequestURI().getRawQuery();
        return query == null
                ? null
                : Stream.of(query.split("&")).filter(part -> part.startsWith(name + "=")).findFirst()
                        .map(part -> URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .orElse(null);
    }

    void answer(int status, JsonNode json) {
        answer(status, "application/json", Json.MAPPER.writeValueAsBytes(json));
    }

    void answerPage(int status, String html) {
        answer(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    void answerNothing(int status) {
        try (http) {
            http.sendResponseHeaders(status, -1);
        } catch (IOException gone) {
            return;
        }
    }

    void unknownPath() {
        answer(404, Json.error("unknown_path"));
    }

    /** Closes the connection. Without response headers before, the client sees it break. */
    void drop() {
        http.close();
    }

    private void answer(int status, String type, byte[] content) {
        try (http) {
            answerWith("Content-Type", type);
            http.sendResponseHeaders(status, content.length);
            http.getResponseBody().write(content);
        } catch (IOException gone) {
            return;
        }
    }
}
