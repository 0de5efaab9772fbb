package io.seatlog.ticketing.identity;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.TestIssuer;
import io.seatlog.ticketing.blocking.BlockingCalls;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** Not a test: prints what it costs to find out who asks for seats, in CPU time of one warm thread. */
final class IdentitySpeed {
    private static final int REQUESTS = 2_000_000;
    private static final int NEW_BUYERS = 4_000;

    private IdentitySpeed() {}

    public static void main(String[] arguments) {
        var issuer = TestIssuer.shared();
        var clock = Clock.systemUTC();
        var key = new byte[32];
        var properties = new IdentityProperties(URI.create(issuer.url()), null, List.of(TestIssuer.AUDIENCE), "aud",
                "roles", Map.of(), Set.of(), List.of("RS256"), Base64.getEncoder().encodeToString(key), "page", 100_000,
                Duration.ofMinutes(10), Duration.ofHours(1), true);
        var reader = new TokenReader(properties, new IssuerKeys(properties.issuer(), null), new Pseudonyms(key),
                clock);
        try (var threads = new BlockingCalls("token-check", 1, NEW_BUYERS)) {
            var tokens = new VerifiedTokens(reader, threads, 100_000, Duration.ofMinutes(10), clock);
            var callers = new KnownCallers(tokens);
            var token = issuer.token("ada", "buyer");
            tokens.verified(token).block();
            var request = MockServerHttpRequest.method(HttpMethod.POST, URI.create("/api/bookings"))
                    .header("Authorization", "Bearer " + token).build();
            var exchange = MockServerWebExchange.from(request);
            for (int round = 0; round < 5; round++) {
                System.out.printf(Locale.ROOT, "CPU µs: known token %.2f (look-up alone %.2f), new token %.0f%n",
                        known(exchange, callers), lookUp(exchange, callers),
                        verified(issuer, reader));
            }
        }
        System.exit(0); // The issuer would go on.
    }

    /** Who it is, and whether they may. */
    private static double known(MockServerWebExchange exchange, KnownCallers callers) {
        var request = exchange.getRequest();
        int admitted = 0;
        long start = cpuNanos();
        for (int i = 0; i < REQUESTS; i++) {
            exchange.getAttributes().clear();
            var rule = Access.rule(request.getMethod(), request.getPath().pathWithinApplication()).orElseThrow();
            admitted += rule.admits(callers.of(exchange).orElseThrow()) ? 1 : 0;
        }
        if (admitted != REQUESTS) {
            throw new IllegalStateException("admitted " + admitted);
        }
        return micros(start, REQUESTS);
    }

    private static double lookUp(MockServerWebExchange exchange, KnownCallers callers) {
        int found = 0;
        long start = cpuNanos();
        for (int i = 0; i < REQUESTS; i++) {
            exchange.getAttributes().clear();
            found += callers.of(exchange).isPresent() ? 1 : 0;
        }
        if (found != REQUESTS) {
            throw new IllegalStateException("found " + found);
        }
        return micros(start, REQUESTS);
    }

    private static double verified(TestIssuer issuer, TokenReader reader) {
        var fresh = IntStream.range(0, NEW_BUYERS)
                .mapToObj(_ -> issuer.sign(issuer.claims("new-" + Uuid7.next(), "buyer").build())).toList();
        long start = cpuNanos();
        fresh.forEach(reader::read);
        return micros(start, NEW_BUYERS);
    }

    private static double micros(long start, int times) {
        return (cpuNanos() - start) / 1e3 / times;
    }

    /** Not the wall's, which on a shared machine is the neighbours' time too. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
