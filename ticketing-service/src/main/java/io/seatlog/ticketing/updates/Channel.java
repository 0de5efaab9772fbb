package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.identity.Caller;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One connection's way out: a bounded queue of messages in their order. A reader that does not keep up is cut off, because
 * whoever reconnects gets a fresh snapshot, which is worth more than an old backlog. Thread-safe.
 */
final class Channel {
    private final Sinks.Many<Mono<byte[]>> frames;
    private final Sinks.Empty<Void> abort = Sinks.empty();
    private final @Nullable Caller caller;
    private final long openedAt;
    private boolean ended;
    private boolean cut;
    private long endedAt;

    /** @param caller for whom it is; null for everybody */
    Channel(int maxFrames, @Nullable Caller caller, long nowNanos) {
        this.caller = caller;
        frames = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(maxFrames));
        openedAt = nowNanos;
    }

    /** @param frame resolved in turn, so that one that must wait for something keeps its place */
    synchronized void send(Mono<byte[]> frame) {
        if (!ended && frames.tryEmitNext(frame) == Sinks.EmitResult.FAIL_OVERFLOW) {
            cut = true;
            ended = true;
            abort();
        }
    }

    void send(byte[] frame) {
        send(Mono.just(frame));
    }

    /** What was sent before still goes out. */
    synchronized void end(long nowNanos) {
        if (!ended) {
            ended = true;
            endedAt = nowNanos;
            frames.tryEmitComplete();
        }
    }

    /** Ends the connection at once. */
    void abort() {
        abort.tryEmitEmpty();
    }

    synchronized boolean isCut() {
        return cut;
    }

    synchronized boolean isOpen() {
        return !ended;
    }

    /** @return whether it ended so long ago that its reader must be stuck */
    synchronized boolean hasLingered(long nowNanos, long maxNanos) {
        return ended && nowNanos - endedAt > maxNanos;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - openedAt;
    }

    /** Whether what admitted its caller has expired, or was given back. */
    boolean isCallersNoMore(Predicate<Caller> isOver) {
        return caller != null && isOver.test(caller);
    }

    Flux<byte[]> frames() {
        return frames.asFlux().concatMap(frame -> frame, 1);
    }

    Mono<Void> aborted() {
        return abort.asMono();
    }
}
