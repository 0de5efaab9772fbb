package io.seatlog.ticketing.updates;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One open stream: its events in a queue, in their order. */
final class SseClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Message END = new Message("END", null, "");
    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final List<Message> passedBy = new ArrayList<>();
    private final AtomicInteger retries = new AtomicInteger();

    /** @param name END when the stream was closed */
    record Message(String name, @Nullable String id, String data) {}

    private SseClient(HttpResponse<Stream<String>> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    static SseClient open(String url, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20))
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new SseClient(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofLines()));
    }

    private void read() {
        String name = "message";
        String id = null;
        var data = new ArrayList<String>();
        try (var lines = response.body()) {
            for (var each = lines.iterator(); each.hasNext();) {
                var line = each.next();
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        messages.add(new Message(name, id, String.join("\n", data)));
                    }
                    name = "message";
                    id = null;
                    data.clear();
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.add(line.substring(6));
                } else if (line.startsWith("retry: ")) {
                    retries.incrementAndGet();
                }
            }
        } catch (java.io.UncheckedIOException closed) {
            // As good an end as any: who cares asserts on what came before it.
        }
        messages.add(END);
    }

    int status() {
        return response.statusCode();
    }

    @Nullable
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    int retries() {
        return retries.get();
    }

    Message next() throws InterruptedException {
        return next(Duration.ofSeconds(30));
    }

    private Message next(Duration wait) throws InterruptedException {
        if (!passedBy.isEmpty()) {
            return passedBy.removeFirst();
        }
        var message = messages.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("no message within " + wait);
        }
        return message;
    }

    /** The next message of this name; others keep their turn, but a queue position that was overtaken says nothing more. */
    Message next(String name) throws InterruptedException {
        var others = new ArrayList<Message>();
        try {
            for (var message = next(); !message.equals(END); message = next()) {
                if (message.name().equals(name)) {
                    return message;
                }
                if (!message.name().equals("queued")) {
                    others.add(message);
                }
            }
        } finally {
            passedBy.addAll(0, others);
        }
        throw new AssertionError("no " + name + " but " + others);
    }

    boolean isSilentFor(Duration time) throws InterruptedException {
        if (!passedBy.isEmpty()) {
            return false;
        }
        var message = messages.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        if (message != null) {
            passedBy.add(message);
        }
        return message == null;
    }

    List<Message> untilEnd() throws InterruptedException {
        var all = new ArrayList<Message>();
        for (var message = next(); !message.equals(END); message = next()) {
            all.add(message);
        }
        return all;
    }

    @Override
    public void close() {
        response.body().close();
    }
}
