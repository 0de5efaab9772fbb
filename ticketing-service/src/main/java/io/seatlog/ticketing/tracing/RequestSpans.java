package io.seatlog.ticketing.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.seatlog.ticketing.problem.ProblemHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * A server span for each request (HTTP semantic conventions), in the trace that its client began or in one of its own.
 * Behind what is refused at the door. Query and headers are left out: a receipt is in one, a token in the other.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
final class RequestSpans implements WebFilter {
    private static final int FIRST_FAULT_OF_OURS = 500;
    private static final List<HttpMethod> KNOWN = Arrays.asList(HttpMethod.values());
    private static final String OTHER = "_OTHER";
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    RequestSpans(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("io.seatlog.ticketing");
        propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        boolean isKnown = KNOWN.contains(request.getMethod());
        var parent = propagator.extract(Context.root(), request.getHeaders(), Getter.OF_HEADERS);
        var span = tracer.spanBuilder(isKnown ? request.getMethod().name() : "HTTP").setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, isKnown ? request.getMethod().name() : OTHER)
                .setAttribute(UrlAttributes.URL_PATH, request.getPath().value()).startSpan();
        if (!span.getSpanContext().isValid()) {
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(ProblemHandler.TRACE_ID, span.getSpanContext().getTraceId());
        var trace = parent.with(span);
        var work = chain.filter(exchange).contextWrite(subscription -> Traces.put(subscription, trace));
        return span.isRecording()
                ? work.doOnSuccess(_ -> end(span, exchange)).doOnError(_ -> endWithAnswer(span, exchange))
                        .doOnCancel(() -> end(span, exchange))
                : work;
    }

    /** What a failure is answered with is decided outside of all filters. */
    private static void endWithAnswer(Span span, ServerWebExchange exchange) {
        var response = exchange.getResponse();
        if (response.isCommitted()) {
            end(span, exchange);
        } else {
            response.beforeCommit(() -> Mono.fromRunnable(() -> end(span, exchange)));
        }
    }

    private static void end(Span span, ServerWebExchange exchange) {
        if (exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof PathPattern route) {
            span.updateName(exchange.getRequest().getMethod().name() + " " + route.getPatternString());
            span.setAttribute(HttpAttributes.HTTP_ROUTE, route.getPatternString());
        }
        var status = exchange.getResponse().getStatusCode();
        if (status != null) {
            span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, status.value());
            if (status.value() >= FIRST_FAULT_OF_OURS) {
                span.setAttribute(ErrorAttributes.ERROR_TYPE, Integer.toString(status.value()));
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    private enum Getter implements TextMapGetter<HttpHeaders> {
        OF_HEADERS;

        @Override
        public Iterable<String> keys(HttpHeaders headers) {
            return headers.headerNames();
        }

        @Override
        public @Nullable String get(@Nullable HttpHeaders headers, String key) {
            return Objects.requireNonNull(headers).getFirst(key);
        }
    }
}
