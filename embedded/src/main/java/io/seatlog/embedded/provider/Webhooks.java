package io.seatlog.embedded.provider;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the merchant what changed: each event at least once or, after the last pause, never. The addresses are those of
 * equal receivers and take turns, as behind a load balancer, so that one that does not run costs a retry and no event.
 * Thread-safe. The queue is gone with a restart.
 */
final class Webhooks implements AutoCloseable {
    static final List<Duration> PAUSES = IntStream.of(1, 2, 4, 8, 16).mapToObj(Duration::ofSeconds).toList();
    static final int MOST_ADDRESSES = 16;
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final int SENDERS = 4;

    private final WebhookQueue queue = new WebhookQueue(WebhookQueue.LIMIT);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(TIMEOUT_MILLIS)).build();
    private final String secret;
    private final BooleanSupplier enabled;
    private final List<Duration> pauses;
    private final List<Thread> senders;
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private volatile List<URI> addresses = List.of();

    /** @param pauses before each further attempt of one that failed */
    Webhooks(String secret, BooleanSupplier enabled, List<Duration> pauses) {
        this.secret = secret;
        this.enabled = enabled;
        this.pauses = List.copyOf(pauses);
        senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> Thread.ofPlatform().daemon().name("provider-webhooks-" + i).start(this::work)).toList();
    }

    /** Where to send from now on; none: events are not even made. */
    void setAddresses(List<URI> next) {
        if (next.size() > MOST_ADDRESSES) {
            throw new IllegalArgumentException("More than " + MOST_ADDRESSES + " webhook addresses");
        }
        next.forEach(HttpRequest::newBuilder); // Throws on what nothing can be sent to.
        addresses = List.copyOf(next);
    }

    /** What there is to tell of a call; to be asked for before its answer, so that later settings do not apply to it. */
    Optional<WebhookEvent> news(Outcome outcome) {
        return wanted() ? outcome.change().map(payment -> WebhookEvent.of(payment, Instant.now())) : Optional.empty();
    }

    /** Sends it some time later, without waiting. What is not wanted any more by then is forgotten. */
    void send(WebhookEvent event, long delayMillis) {
        queue.add(event, delayMillis);
    }

    /** Returns when it was delivered or a first attempt has failed; further ones follow by themselves. */
    void sendAndAwait(WebhookEvent event) throws InterruptedException {
        deliver(queue.next(event, 0));
    }

    /** For the audit: what became of the events. */
    ObjectNode counts() {
        return Json.object().put("delivered", delivered.get()).put("dropped", queue.dropped()).put("givenUp",
                givenUp.get());
    }

    @Override
    public void close() {
        senders.forEach(Thread::interrupt);
        client.shutdownNow();
    }

    private boolean wanted() {
        return enabled.getAsBoolean() && !addresses.isEmpty();
    }

    private void work() {
        try {
            while (true) {
                deliver(queue.take());
            }
        } catch (InterruptedException closed) {
            return;
        }
    }

    private void deliver(WebhookQueue.Delivery delivery) throws InterruptedException {
        if (!wanted() || post(delivery.event())) {
            return;
        }
        if (delivery.attempts() < pauses.size()) {
            queue.addAgain(delivery, pauses.get(delivery.attempts()).toMillis());
        } else {
            givenUp.incrementAndGet();
        }
    }

    private boolean post(WebhookEvent event) throws InterruptedException {
        URI address = nextAddress();
        if (address == null) {
            return false;
        }
        var request = HttpRequest.newBuilder(address).header("Content-Type", "application/json")
                .header("Seatlog-Signature", event.signature(secret, Instant.now()))
                .POST(HttpRequest.BodyPublishers.ofString(event.body())).build();
        // Not the request's own time-out: that one ends with the headers of the answer.
        Future<HttpResponse<Void>> answer = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            boolean accepted = answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).statusCode() / 100 == 2;
            if (accepted) {
                delivered.incrementAndGet();
            }
            return accepted;
        } catch (ExecutionException unreachable) {
            return false;
        } catch (TimeoutException late) {
            return false;
        } finally {
            answer.cancel(true);
        }
    }

    private @Nullable URI nextAddress() {
        List<URI> current = addresses;
        return current.isEmpty() ? null : current.get((int) (turns.getAndIncrement() % current.size()));
    }
}
