package io.seatlog.embedded.provider;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A payment provider on 127.0.0.1 that moves no money. It serves from {@link #start} to {@link #close}, in the caller's
 * JVM; a new one on the same folder goes on with the same books. Anyone on this machine can reach its control and its
 * books; merchants need the secret key. Thread-safe.
 */
public final class SimulatedProvider implements AutoCloseable {
    /** Connections that wait to be accepted; a sale opens many at once. */
    private static final int BACKLOG = 1_024;

    private static final long CLOSES_WITHIN_MILLIS = 2_000;

    private final Books books;
    private final Webhooks webhooks;
    private final HttpServer server;
    private final ExecutorService calls = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("provider-call-", 0).factory());

    private SimulatedProvider(Books books, HttpServer server, String secretKey, String webhookSecret) {
        var control = new Control();
        this.books = books;
        this.server = server;
        this.webhooks = new Webhooks(webhookSecret, () -> control.settings().webhooks(), Webhooks.PAUSES);
        var counts = new CallCounts();
        var merchants = new MerchantEndpoint(secretKey, books, control, counts,
                new MerchantCalls(books, control, webhooks));
        server.setExecutor(calls);
        server.createContext("/",
                new Edge(Map.of("v1", merchants, "challenge", new ChallengeEndpoint(books, webhooks), "control",
                        new ControlEndpoint(control), "books", new BooksEndpoint(books, counts, webhooks), "health",
                        exchange -> exchange.answer(200, Json.object().put("status", "UP")))));
    }

    /**
     * Returns when it answers.
     *
     * @param folder of its books; created when absent, and its own while it runs
     * @param port 0 for any that is free
     * @param secretKey what merchants have to show
     * @param webhookSecret what webhooks are signed with
     * @param webhookUrl where to, null for none yet
     * @throws UncheckedIOException when the port is taken or the books cannot be read
     * @throws IllegalStateException when another provider has the folder, or its books are damaged
     */
    public static SimulatedProvider start(Path folder, int port, String secretKey, String webhookSecret,
            @Nullable URI webhookUrl) {
        var books = new Books(folder);
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            books.close();
            throw new UncheckedIOException("Cannot listen on port " + port, e);
        }
        var provider = new SimulatedProvider(books, server, secretKey, webhookSecret);
        try {
            provider.setWebhookUrls(webhookUrl == null ? List.of() : List.of(webhookUrl));
            server.start();
            return provider;
        } catch (RuntimeException e) {
            provider.close();
            throw e;
        }
    }

    /** {@code http://127.0.0.1:port} */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Where webhooks go from now on, also those that failed before. Several (16 at most) are equals that take turns; none:
     * no webhooks.
     */
    public void setWebhookUrls(List<URI> urls) {
        webhooks.setAddresses(urls);
    }

    /** Breaks off the calls under way. Webhooks that were not delivered yet never are; the books stay. */
    @Override
    public void close() {
        server.stop(0);
        calls.shutdownNow();
        try {
            // What it does not wait for fails: closed books change no more.
            var _ = calls.awaitTermination(CLOSES_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        webhooks.close();
        books.close();
    }
}
