package io.seatlog.ticketing.admission;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.problem.Uuids;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Caps the requests that one instance works on, writes and reads apart, so that neither starves the other and memory
 * stays bounded; and the reads of one event, so that it does not starve the others. Streams count their own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 300)
final class InFlightLimit implements WebFilter {
    /** Below what the command log may have in flight, each with its exchange some 10 KiB. */
    private static final int MAX_WRITES = 16_000;
    /** Reads may wait up to 20 seconds for a decision. */
    private static final int MAX_READS = 16_000;
    private static final int UUID_LENGTH = 36;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final EventShare readsOfEvent;

    InFlightLimit(EventShares shares) {
        readsOfEvent = shares.reads();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var path = request.getPath().pathWithinApplication().elements();
        if (!is("api", path, 1) || is("stream", path, path.size() - 1)) {
            return chain.filter(exchange);
        }
        if (!isRead(request)) {
            return counted(chain.filter(exchange), writes, MAX_WRITES);
        }
        var event = event(path);
        var work = event == null ? chain.filter(exchange) : readsOfEvent.within(event, chain.filter(exchange));
        return counted(work, reads, MAX_READS);
    }

    private static @Nullable UUID event(List<PathContainer.Element> path) {
        var id = is("events", path, 3) ? segment(path, 5) : "";
        return id.length() == UUID_LENGTH ? Uuids.parse(id).orElse(null) : null;
    }

    private static boolean is(String name, List<PathContainer.Element> path, int element) {
        return segment(path, element).equals(name);
    }

    /** Decoded, as the routes see it; every second element, from the first on, is a slash. */
    private static String segment(List<PathContainer.Element> path, int element) {
        return element < path.size() && path.get(element) instanceof PathContainer.PathSegment segment
                ? segment.valueToMatch()
                : "";
    }

    private static Mono<Void> counted(Mono<Void> work, AtomicInteger count, int max) {
        return Mono.defer(() -> {
            if (count.incrementAndGet() > max) {
                count.decrementAndGet();
                return Mono.error(
                        ProblemException.of(ProblemType.OVERLOADED, "Nothing was done: too many requests at once.")
                                .retryAfter(Duration.ofSeconds(1)));
            }
            return work.doFinally(_ -> count.decrementAndGet());
        });
    }

    private static boolean isRead(ServerHttpRequest request) {
        var method = request.getMethod();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
