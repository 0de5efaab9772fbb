package io.seatlog.embedded.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Where webhooks arrive. Refuses, or keeps waiting, as many as told. */
final class Receiver implements AutoCloseable {

    record Received(String signature, String body) {
        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        String payment() {
            return json().get("payment").get("id").stringValue();
        }

        String standing() {
            return json().get("payment").get("status").stringValue();
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();
    final Semaphore answers = new Semaphore(Integer.MAX_VALUE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
    }

    /** Standings that were told about the payment, in the order in which they came. */
    List<String> standings(Object payment) {
        return received.stream().filter(one -> one.payment().equals(payment.toString())).map(Received::standing)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void receive(HttpExchange http) throws IOException {
        try (http) {
            String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(http.getRequestHeaders().getFirst("Seatlog-Signature"), body));
            answers.acquire();
            http.sendResponseHeaders(refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 500 : 204, -1);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
