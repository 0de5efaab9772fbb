package io.seatlog.ticketing.log;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The W3C trace context that a record carries, so that its decision can join the buyer's trace. */
final class TraceParent {
    static final String HEADER = "traceparent";

    private TraceParent() {}

    static Optional<byte[]> of(Context trace) {
        var span = Span.fromContext(trace).getSpanContext();
        return span.isValid()
                ? Optional.of(("00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex())
                        .getBytes(StandardCharsets.US_ASCII))
                : Optional.empty();
    }
}
