package io.seatlog.embedded.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where every request comes in: limits, the way to its endpoint by the first segment of its path, and what went wrong. */
final class Edge implements HttpHandler {
    /** Requests under way, those included that wait or work on after their answer. More are answered with 503. */
    static final int LIMIT = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Edge.class);
    private final Semaphore places = new Semaphore(LIMIT);
    private final Map<String, Endpoint> endpoints;

    Edge(Map<String, Endpoint> endpoints) {
        this.endpoints = Map.copyOf(endpoints);
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        if (!places.tryAcquire()) {
            try (http) {
                http.sendResponseHeaders(503, -1);
            }
            return;
        }
        try (http) {
            Exchange exchange = Exchange.read(http);
            if (exchange != null) {
                serve(exchange);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private void serve(Exchange exchange) throws InterruptedException {
        String first = exchange.path().isEmpty() ? "" : exchange.path().getFirst();
        Endpoint endpoint = endpoints.getOrDefault(first, Exchange::unknownPath);
        try {
            endpoint.serve(exchange);
        } catch (InvalidRequestException e) {
            exchange.answer(400, Json.error("invalid_request").put("field", e.field()));
        } catch (RuntimeException e) {
            log.error("{} {} failed", exchange.method(), exchange.path(), e);
            exchange.answer(500, Json.error("internal_error"));
        }
    }
}
