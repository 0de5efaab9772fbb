package io.seatlog.ticketing.payment.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.seatlog.ticketing.payment.provider.StripeAccount.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP side of Stripe's API, written from its public description: paths, forms, headers, errors, and idempotency keys
 * that repeat the stored answer, errors included. It refuses what Stripe would refuse, so a wrong request fails a test.
 */
final class StripeProtocolServer implements AutoCloseable {
    /** The version that stripe-java is pinned to. To be read through before it is changed. */
    static final String API_VERSION = "2026-07-29.dahlia";
    private static final Pattern INTENT = Pattern
            .compile("/v1/payment_intents/(pi_\\w+)(?:/(confirm|capture|cancel))?");
    private final StripeAccount account = new StripeAccount();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Stored> keys = new HashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile boolean down;

    enum Fault {
        /** Carried out, the answer lost. */
        LOST,
        /** Lost on its way. */
        IGNORED,
        /** A server error instead of doing it, which the key repeats. */
        ERROR,
        /** Done, and answered with a server error, which the key repeats. */
        ERROR_AFTER,
        /** What comes before keys are looked at, so never stored. */
        RATE_LIMITED,
        KEY_IN_USE,
        FORBIDDEN,
        /** A proxy speaks, or has nothing to say. */
        GATEWAY,
        EMPTY
    }

    /** @param answer null while it is under way */
    private record Stored(String request, @Nullable Answer answer) {}

    private record Call(String operation, @Nullable String id, Map<String, String> form) {}

    StripeProtocolServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    StripeAccount account() {
        return account;
    }

    /** @param operation create, retrieve, search, confirm, capture, cancel or refund */
    void next(String operation, Fault... effects) {
        var queue = faults.computeIfAbsent(operation, any -> new ArrayDeque<>());
        synchronized (queue) {
            queue.addAll(List.of(effects));
        }
    }

    void setDown(boolean down) {
        this.down = down;
    }

    int requests(String operation) {
        return requests.computeIfAbsent(operation, any -> new AtomicInteger()).get();
    }

    /** As Stripe does after a day. */
    void forgetKeys() {
        synchronized (keys) {
            keys.clear();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!down) {
                answer(exchange, body);
            }
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        var refused = checkHeaders(exchange);
        if (refused != null) {
            send(exchange, refused, false);
            return;
        }
        var call = parse(exchange, body);
        if (call == null) {
            send(exchange, new Answer(404, StripeAccount.error("invalid_request_error", null, null, null, null)),
                    false);
            return;
        }
        requests.computeIfAbsent(call.operation(), any -> new AtomicInteger()).incrementAndGet();
        var fault = nextFault(call.operation());
        switch (fault) {
            case IGNORED -> {
                // Closed without an answer.
            }
            case RATE_LIMITED -> send(exchange, failure(429, "rate_limit"), false);
            case KEY_IN_USE -> send(exchange, failure(409, "idempotency_key_in_use"), false);
            case FORBIDDEN -> send(exchange, failure(403, "more_permissions_required"), false);
            case EMPTY -> exchange.sendResponseHeaders(503, -1);
            case GATEWAY -> {
                exchange.sendResponseHeaders(502, 0);
                exchange.getResponseBody().write("<html>Bad gateway</html>".getBytes(StandardCharsets.UTF_8));
            }
            case null, default -> execute(exchange, call, body, fault);
        }
    }

    private void execute(HttpExchange exchange, Call call, String body, @Nullable Fault fault) throws IOException {
        var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (exchange.getRequestMethod().equals("GET") || key == null) {
            deliver(exchange, run(call, fault), fault, false);
            return;
        }
        var request = exchange.getRequestURI() + " " + body;
        synchronized (keys) {
            var stored = keys.get(key);
            if (stored != null && !stored.request().equals(request)) {
                send(exchange, new Answer(400, StripeAccount.error("idempotency_error", null, null, null, null)),
                        false);
                return;
            }
            if (stored != null) {
                var answer = stored.answer();
                deliver(exchange, answer == null ? failure(409, "idempotency_key_in_use") : answer, fault,
                        answer != null);
                return;
            }
            keys.put(key, new Stored(request, null));
        }
        try {
            var answer = run(call, fault);
            synchronized (keys) {
                keys.put(key, new Stored(request, answer));
            }
            deliver(exchange, answer, fault, false);
        } catch (StripeAccount.InvalidRequest invalid) {
            synchronized (keys) {
                keys.remove(key);
            }
            send(exchange, invalid.answer, false);
        }
    }

    private void deliver(HttpExchange exchange, Answer answer, @Nullable Fault fault, boolean replayed)
            throws IOException {
        if (fault != Fault.LOST) {
            send(exchange, answer, replayed);
        }
    }

    private Answer run(Call call, @Nullable Fault fault) {
        if (fault == Fault.ERROR) {
            return failure(500, null);
        }
        var answer = run(call);
        return fault == Fault.ERROR_AFTER ? failure(500, null) : answer;
    }

    private Answer run(Call call) {
        var id = String.valueOf(call.id());
        return switch (call.operation()) {
            case "create" -> account.create(call.form());
            case "retrieve" -> account.retrieve(id, call.form());
            case "search" -> account.search(call.form());
            case "confirm" -> account.confirm(id, call.form());
            case "capture" -> account.capture(id, call.form());
            case "cancel" -> account.cancel(id, call.form());
            case "refund" -> account.refund(call.form());
            default -> throw new IllegalStateException(call.operation());
        };
    }

    private static @Nullable Answer checkHeaders(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        if (!("Bearer " + PaymentProviderContract.SECRET_KEY).equals(headers.getFirst("Authorization"))) {
            return failure(401, null);
        }
        var type = String.valueOf(headers.getFirst("Content-Type"));
        boolean form = type.startsWith("application/x-www-form-urlencoded");
        if (exchange.getRequestMethod().equals("POST") && !form) {
            return failure(400, "content_type");
        }
        return API_VERSION.equals(headers.getFirst("Stripe-Version")) ? null : failure(400, "version");
    }

    private static @Nullable Call parse(HttpExchange exchange, String body) {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        var query = exchange.getRequestURI().getRawQuery();
        var get = form(query == null ? "" : query);
        if (method.equals("GET") && path.equals("/v1/payment_intents/search")) {
            return new Call("search", null, get);
        }
        if (method.equals("POST") && path.equals("/v1/payment_intents")) {
            return new Call("create", null, form(body));
        }
        if (method.equals("POST") && path.equals("/v1/refunds")) {
            return new Call("refund", null, form(body));
        }
        var intent = INTENT.matcher(path);
        if (!intent.matches() || method.equals("GET") != (intent.group(2) == null)) {
            return null;
        }
        return intent.group(2) == null
                ? new Call("retrieve", intent.group(1), get)
                : new Call(intent.group(2), intent.group(1), form(body));
    }

    private static Map<String, String> form(String text) {
        var form = new LinkedHashMap<String, String>();
        for (var pair : text.split("&")) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", 2);
                form.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private @Nullable Fault nextFault(String operation) {
        var queue = faults.get(operation);
        if (queue == null) {
            return null;
        }
        synchronized (queue) {
            return queue.poll();
        }
    }

    private static Answer failure(int status, @Nullable String code) {
        return new Answer(status, StripeAccount.error("api_error", code, null, null, null));
    }

    private void send(HttpExchange exchange, Answer answer, boolean replayed) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Request-Id", "req_test");
        if (replayed) {
            headers.set("Idempotent-Replayed", "true");
        }
        var bytes = json.writeValueAsBytes(answer.body());
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
