package io.seatlog.ticketing.blocking;

import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import io.seatlog.ticketing.tracing.Traces;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * The only way from an event loop to a blocking call of one store. No more threads than the store's pool has connections,
 * a bounded queue in front of them, and 503 when it is full: a slow store must not grow a backlog nobody waits for.
 */
public final class BlockingCalls implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private final String store;
    private final ThreadPoolExecutor executor;

    /**
     * @param threads the size of the store's connection pool
     * @param queued calls that may wait for a thread
     */
    public BlockingCalls(String store, int threads, int queued) {
        this.store = store;
        var number = new AtomicInteger();
        executor = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queued),
                task -> Thread.ofPlatform().daemon().name(store + "-" + number.incrementAndGet()).unstarted(task));
        executor.allowCoreThreadTimeOut(true);
    }

    /** A subscription runs the call, in its own trace; cancelling lets it end, because an interrupt would break its connection. */
    public <T> Mono<T> call(Callable<T> call) {
        return Mono.create(sink -> {
            var traced = Traces.of(sink.contextView()).wrap(call);
            try {
                executor.execute(() -> {
                    try {
                        sink.success(traced.call());
                    } catch (Throwable failure) {
                        sink.error(failure);
                    }
                });
            } catch (RejectedExecutionException full) {
                sink.error(ProblemException.of(ProblemType.OVERLOADED, "Too many calls wait for " + store + ".")
                        .retryAfter(RETRY_AFTER));
            }
        });
    }

    /** For callers that batch by themselves. @throws RejectedExecutionException when the queue is full */
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
