package io.seatlog.ticketing.tracing;

import io.opentelemetry.context.Context;
import reactor.util.context.ContextView;

/**
 * The trace that a subscription belongs to. It is asked for in the two places that need it, before a blocking call and
 * before a record is sent; hooks that restore it around every operator cost each request more than the rest of tracing.
 */
public final class Traces {
    private static final Class<Context> KEY = Context.class;

    private Traces() {}

    /** The root when the subscription belongs to none. */
    public static Context of(ContextView subscription) {
        return subscription.hasKey(KEY) ? subscription.get(KEY) : Context.root();
    }

    static reactor.util.context.Context put(reactor.util.context.Context subscription, Context trace) {
        return subscription.put(KEY, trace);
    }
}
