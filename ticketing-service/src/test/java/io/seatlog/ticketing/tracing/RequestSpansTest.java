package io.seatlog.ticketing.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.seatlog.kernel.id.Uuid7;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.blocking.BlockingCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** What a request leaves behind, and that what is done for it is in its trace. */
class RequestSpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final RunningApi API = RunningApi.shared();
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();

    @Test
    void shouldNameARequestByItsRouteAndJoinTheTraceOfItsClient() {
        var exchange = exchange("/api/bookings/1?receipt=secret", TRACEPARENT);

        filter(exchange, Sampler.alwaysOn(), inside -> {
            inside.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE,
                    PathPatternParser.defaultInstance.parse("/api/bookings/{id}"));
            inside.getResponse().setStatusCode(HttpStatus.OK);
            return Mono.empty();
        }).block();

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("GET /api/bookings/{id}");
            assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(span.getAttributes().get(HttpAttributes.HTTP_ROUTE)).isEqualTo("/api/bookings/{id}");
            assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(200);
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(span.toString()).doesNotContain("secret");
        });
    }

    @Test
    void shouldTellWhatAFailureIsAnsweredWith() {
        var exchange = exchange("/api/events", "");

        filter(exchange, Sampler.alwaysOn(), _ -> Mono.error(new IllegalStateException("lost"))).onErrorComplete()
                .block();
        assertThat(ended).as("before it is answered").isEmpty();
        exchange.getResponse().setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
        exchange.getResponse().setComplete().block();

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("GET");
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("503");
        });
    }

    @Test
    void shouldEndWithAClientThatGoesAway() {
        filter(exchange("/api/events", ""), Sampler.alwaysOn(), _ -> Mono.never()).subscribe().dispose();

        assertThat(ended).hasSize(1);
    }

    @Test
    void shouldPassOnATraceThatIsNotSampled() {
        var seen = new CopyOnWriteArrayList<Span>();

        filter(exchange("/api/events", ""), Sampler.alwaysOff(), _ -> seen(seen)).block();

        assertThat(seen).singleElement().satisfies(span -> {
            assertThat(span.getSpanContext().isValid()).isTrue();
            assertThat(span.getSpanContext().isSampled()).isFalse();
        });
        assertThat(ended).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhenTelemetryIsOff() {
        var seen = new CopyOnWriteArrayList<Span>();

        new RequestSpans(OpenTelemetry.noop()).filter(exchange("/api/events", ""), _ -> seen(seen)).block();

        assertThat(seen).singleElement().isEqualTo(Span.getInvalid());
    }

    @Test
    void shouldMakeBlockingCallsInTheTraceOfTheirRequest() {
        try (var calls = new BlockingCalls("test", 1, 1)) {
            var seen = new CopyOnWriteArrayList<Span>();

            filter(exchange("/api/events", TRACEPARENT), Sampler.alwaysOn(),
                    _ -> calls.call(Span::current).doOnNext(seen::add).then()).block();

            assertThat(seen).singleElement()
                    .satisfies(span -> assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE));
        }
    }

    @Test
    void shouldCarryTheTraceOfAClientToTheLogAndIntoProblems() {
        var event = BookingRequests.onSale(API);
        var from = API.logEnd();

        var accepted = API.post("/api/bookings", BookingRequests.best(event, 1), "traceparent", TRACEPARENT);
        var refused = API.get("/api/events/" + Uuid7.next(), "traceparent", TRACEPARENT);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(API.loggedSince(from)).singleElement().satisfies(one -> assertThat(
                new String(one.record().headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .startsWith("00-" + TRACE + "-").doesNotContain("b7ad6b7169203331"));
        assertThat(refused.text("traceId")).isEqualTo(TRACE);
    }

    private static Mono<Void> seen(List<Span> spans) {
        return Mono.deferContextual(subscription -> {
            spans.add(Span.fromContext(Traces.of(subscription)));
            return Mono.empty();
        });
    }

    private static MockServerWebExchange exchange(String uri, String traceparent) {
        var request = MockServerHttpRequest.get(uri);
        return MockServerWebExchange
                .from(traceparent.isEmpty() ? request : request.header("traceparent", traceparent));
    }

    private Mono<Void> filter(MockServerWebExchange exchange, Sampler sampler, WebFilterChain chain) {
        var traces = SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new Kept()).build();
        var telemetry = OpenTelemetrySdk.builder().setTracerProvider(traces)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance())).build();
        return new RequestSpans(telemetry).filter(exchange, chain);
    }

    private final class Kept implements SpanProcessor {
        @Override
        public void onStart(io.opentelemetry.context.Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            ended.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
