package io.seatlog.ticketing.problem;

import io.opentelemetry.api.trace.Span;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Notes the trace of a request where its span is current; problems are written outside of that. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class TraceIds implements WebFilter {
    static final String ATTRIBUTE = TraceIds.class.getName();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> {
            var span = Span.current().getSpanContext();
            if (span.isValid()) {
                exchange.getAttributes().put(ATTRIBUTE, span.getTraceId());
            }
            return chain.filter(exchange);
        });
    }
}
