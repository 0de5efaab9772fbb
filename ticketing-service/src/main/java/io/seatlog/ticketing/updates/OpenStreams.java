package io.seatlog.ticketing.updates;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seatlog.ticketing.admission.KeyedLimit;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What all streams have in common: how many there may be, the comment that keeps proxies from closing them, their age,
 * their end. When the instance stops, every client is told to come back at its own moment within a few seconds.
 */
final class OpenStreams {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int RETRY_MIN_MILLIS = 1000;
    private static final int RETRY_SPREAD_MILLIS = 4000;
    private final StreamProperties limits;
    private final Predicate<Caller> isOver;
    private final Wheel<Channel> channels = new Wheel<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger openToAll = new AtomicInteger();
    private final KeyedLimit<String> byCaller;
    private final Counter cut;
    private final Counter turnedAway;
    private volatile boolean admitting;

    /** @param isOver whether a caller's token has expired, or the pass was given back */
    OpenStreams(StreamProperties limits, Predicate<Caller> isOver, MeterRegistry meters) {
        this.limits = limits;
        this.isOver = isOver;
        byCaller = new KeyedLimit<>(limits.maxPerCaller());
        meters.gauge("seatlog.streams.open", open);
        cut = Counter.builder("seatlog.streams.cut").description("Streams cut off because their reader was too slow")
                .register(meters);
        turnedAway = Counter.builder("seatlog.streams.turned.away")
                .description("Streams refused because too many are open").register(meters);
    }

    /**
     * Runs one stream: makes its channel, lets {@code start} fill it and answer, and forgets it when the connection ends,
     * however it ends.
     *
     * @param caller with whose token or pass it ends; null for a stream that everybody may see
     * @throws ProblemException 503 when too many are open, 429 when the caller has too many
     */
    Mono<Void> run(@Nullable Caller caller, Function<Channel, Mono<Void>> start) {
        return Mono.using(() -> admit(caller), admitted -> start.apply(admitted.channel()), this::forget);
    }

    private record Admitted(Channel channel, @Nullable Caller caller, int slot) {}

    private Admitted admit(@Nullable Caller caller) {
        if (open.incrementAndGet() > limits.maxOpen() || !admitting) {
            throw turnedAway(ProblemType.OVERLOADED, "This instance serves no more streams at the moment.");
        }
        if (caller == null && openToAll.incrementAndGet() > limits.maxPublic()) {
            openToAll.decrementAndGet();
            throw turnedAway(ProblemType.OVERLOADED, "This instance serves no more streams of events at the moment.");
        }
        if (caller != null && !byCaller.enter(caller.id())) {
            throw turnedAway(ProblemType.TOO_MANY_STREAMS,
                    "One caller has at most " + limits.maxPerCaller() + " streams: close one first.");
        }
        var channel = new Channel(limits.maxFrames(), caller, System.nanoTime());
        return new Admitted(channel, caller, channels.add(channel));
    }

    private ProblemException turnedAway(ProblemType type, String detail) {
        open.decrementAndGet();
        turnedAway.increment();
        return ProblemException.of(type, detail).retryAfter(RETRY_AFTER);
    }

    private void forget(Admitted admitted) {
        channels.remove(admitted.slot(), admitted.channel());
        open.decrementAndGet();
        if (admitted.caller() == null) {
            openToAll.decrementAndGet();
        } else {
            byCaller.leave(admitted.caller().id());
        }
        admitted.channel().end(System.nanoTime());
        if (admitted.channel().isCut()) {
            cut.increment();
        }
    }

    /** Answers with what the channel has and gets. */
    static Mono<Void> answer(ServerWebExchange exchange, Channel channel) {
        var response = exchange.getResponse();
        var headers = response.getHeaders();
        headers.setContentType(MediaType.TEXT_EVENT_STREAM);
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        headers.set("X-Accel-Buffering", "no");
        var frames = Flux.concat(Mono.just(Frames.retry(jitteredMillis())), channel.frames())
                .map(frame -> Mono.just(response.bufferFactory().wrap(frame)));
        var aborted = channel.aborted().doOnSuccess(_ -> close(response));
        return Mono.firstWithSignal(response.writeAndFlushWith(frames), aborted);
    }

    /** A reader that does not read would hold a completed response open for ever: only closing its connection ends it. */
    private static void close(ServerHttpResponse response) {
        if (ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse netty) {
            netty.withConnection(connection -> connection.dispose());
        }
    }

    private static int jitteredMillis() {
        return RETRY_MIN_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_SPREAD_MILLIS);
    }

    void beat(long tick) {
        long now = System.nanoTime();
        channels.due(tick, StreamBeat.COMMENT, channel -> channel.send(Frames.COMMENT));
        channels.due(tick, StreamBeat.SECOND, channel -> {
            if (channel.hasLingered(now, LINGER_NANOS)) {
                channel.abort();
            } else if (channel.ageNanos(now) > limits.maxAge().toNanos() || channel.isCallersNoMore(isOver)) {
                channel.end(now);
            }
        });
    }

    void admit(boolean yes) {
        admitting = yes;
    }

    /** Every client is told to come back, each at its own moment. */
    void endAll() {
        admitting = false;
        long now = System.nanoTime();
        channels.forEach(channel -> {
            channel.send(Frames.retry(jitteredMillis()));
            channel.end(now);
        });
    }
}
