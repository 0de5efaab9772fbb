package io.seatlog.ticketing.admission;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every caller the same share of this instance, writes and reads apart: a token bucket each. Behind identity, because
 * an address says little: thousands of buyers may come through one, and one through thousands. Opening a stream is a read; how
 * many are open is limited apart. Who does not say who they are shares the limits of the instance. What a caller has left is
 * told as draft-ietf-httpapi-ratelimit-headers wants it.
 */
@Component
@Order(FairUse.AFTER_IDENTITY)
final class FairUse implements WebFilter {
    static final int AFTER_IDENTITY = -50;
    private static final String COUNTED = FairUse.class.getName();
    private static final long SECOND = 1_000_000_000;
    private final Share writes;
    private final Share reads;

    FairUse(FairUseProperties limits, MeterRegistry meters) {
        writes = new Share("writes", limits.writesPerSecond(), limits.writesAtOnce(), limits, meters);
        reads = new Share("reads", limits.readsPerSecond(), limits.readsAtOnce(), limits, meters);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var caller = Caller.of(exchange);
        if (caller.isEmpty() || exchange.getAttribute(COUNTED) != null) {
            return chain.filter(exchange);
        }
        var refusal = refusal(exchange, caller.get());
        return refusal.isEmpty() ? chain.filter(exchange) : Mono.error(refusal.get());
    }

    /** Counts this request, once, and tells the caller what is left. @return why it is refused, if it is */
    Optional<ProblemException> refusal(ServerWebExchange exchange, Caller caller) {
        exchange.getAttributes().put(COUNTED, true);
        var request = exchange.getRequest();
        boolean isRead = request.getMethod().equals(HttpMethod.GET) || request.getMethod().equals(HttpMethod.HEAD);
        var share = isRead ? reads : writes;
        var taken = share.take(caller.id());
        var headers = exchange.getResponse().getHeaders();
        headers.set("RateLimit-Policy", share.policy);
        headers.set("RateLimit", share.left(taken));
        return taken.isGranted() ? Optional.empty() : Optional.of(share.exhausted(taken));
    }

    /** What each caller has of one kind of request. */
    private static final class Share {
        private final String name;
        private final long interval;
        private final int size;
        private final String policy;
        private final LoadingCache<String, Bucket> buckets;
        private final Counter refused;

        Share(String name, int perSecond, int atOnce, FairUseProperties limits, MeterRegistry meters) {
            this.name = name;
            interval = SECOND / perSecond;
            size = atOnce;
            int secondsToFill = (atOnce + perSecond - 1) / perSecond;
            policy = "\"" + name + "\";q=" + atOnce + ";w=" + secondsToFill;
            // A bucket that is full again says no more than a new one.
            buckets = Caffeine.newBuilder().maximumSize(limits.rememberedCallers())
                    .expireAfterAccess(Duration.ofSeconds(secondsToFill)).build(_ -> new Bucket(System.nanoTime()));
            refused = Counter.builder("seatlog.refused.fair.use")
                    .description("Requests refused because their caller had used up its share").tag("kind", name)
                    .register(meters);
        }

        Bucket.Taken take(String caller) {
            return buckets.get(caller).take(System.nanoTime(), interval, size);
        }

        String left(Bucket.Taken taken) {
            return "\"" + name + "\";r=" + taken.left() + ";t=" + seconds(Math.max(taken.waitNanos(), interval));
        }

        ProblemException exhausted(Bucket.Taken taken) {
            refused.increment();
            return ProblemException.of(ProblemType.TOO_MANY_REQUESTS,
                    "Nothing was done. You have " + SECOND / interval + " " + name + " a second, and " + size
                            + " at once.")
                    .retryAfter(Duration.ofNanos(taken.waitNanos()));
        }

        private static long seconds(long nanos) {
            return (nanos + SECOND - 1) / SECOND;
        }
    }
}
