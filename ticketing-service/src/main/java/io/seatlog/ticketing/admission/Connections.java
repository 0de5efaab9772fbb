package io.seatlog.ticketing.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;

/** Limits what connections cost, before any request is read from them: their number, and how slow they may be. */
@Component
final class Connections implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
    private final ConnectionProperties limits;
    private final AtomicInteger open = new AtomicInteger();
    private final Counter refused;
    private final Counter slow;

    Connections(ConnectionProperties limits, MeterRegistry meters) {
        this.limits = limits;
        meters.gauge("seatlog.connections.open", open);
        refused = Counter.builder("seatlog.connections.refused")
                .description("Connections closed at once because too many are open").register(meters);
        slow = Counter.builder("seatlog.connections.slow")
                .description("Connections closed because a request took too long to come").register(meters);
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.doOnChannelInit((_, channel, _) -> admit(channel)));
    }

    private void admit(Channel channel) {
        channel.closeFuture().addListener((Future<? super Void> _) -> open.decrementAndGet());
        if (open.incrementAndGet() > limits.max()) {
            refused.increment();
            channel.close();
            return;
        }
        channel.pipeline().addFirst(new WriteTimeoutHandler(limits.writeWithin().toMillis(), TimeUnit.MILLISECONDS));
        RequestDeadline.watch(channel, NettyPipeline.HttpCodec, limits, slow::increment);
    }
}
