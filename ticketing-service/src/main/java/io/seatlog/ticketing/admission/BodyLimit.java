package io.seatlog.ticketing.admission;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses a body that announces to be too large; one that does not announce it is cut by the codec at the same size. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 200)
final class BodyLimit implements WebFilter {
    private final DataSize max;

    BodyLimit(@Value("${spring.http.codecs.max-in-memory-size}") DataSize max) {
        this.max = max;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getRequest().getHeaders().getContentLength() > max.toBytes()
                ? Mono.error(ProblemException.of(ProblemType.BODY_TOO_LARGE,
                        "A body may have " + max.toKilobytes() + " KiB."))
                : chain.filter(exchange);
    }
}
