package io.seatlog.ticketing.admission;

import java.time.Clock;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Says in every answer what time it is here (RFC 9110, 6.6.1), which the server below us does not: a page whose clock is
 * wrong counts down a hold's time by it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DateHeader implements WebFilter {
    private final Clock clock;
    private volatile Second now = new Second(-1, "");

    /** Formatted once a second, not once a request. */
    private record Second(long second, String text) {}

    DateHeader(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().getHeaders().set(HttpHeaders.DATE, text(clock.millis()));
        return chain.filter(exchange);
    }

    private String text(long millis) {
        var known = now;
        long second = millis / 1000;
        if (known.second == second) {
            return known.text;
        }
        var headers = new HttpHeaders();
        headers.setDate(millis);
        var fresh = new Second(second, String.valueOf(headers.getFirst(HttpHeaders.DATE)));
        now = fresh;
        return fresh.text;
    }
}
