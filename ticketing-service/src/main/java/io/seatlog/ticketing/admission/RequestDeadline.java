package io.seatlog.ticketing.admission;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not come in time, headers or body. The server's own idle time does not: a byte now and
 * then is not idle. A request that comes in one piece, as nearly all do, costs no timer. One to a connection, on its event
 * loop.
 */
final class RequestDeadline {
    private final Channel channel;
    private final ConnectionProperties limits;
    private final Runnable onLate;
    /** Requests whose answers have not ended: a client may send the next one before. */
    private int unanswered;
    private boolean inHeaders;
    private boolean inBody;
    private @Nullable ScheduledFuture<?> timer;

    private RequestDeadline(Channel channel, ConnectionProperties limits, Runnable onLate) {
        this.channel = channel;
        this.limits = limits;
        this.onLate = onLate;
    }

    /** @param codec the name of the handler that decodes requests. @param onLate runs when a connection is closed */
    static void watch(Channel channel, String codec, ConnectionProperties limits, Runnable onLate) {
        var deadline = new RequestDeadline(channel, limits, onLate);
        channel.pipeline().addBefore(codec, null, deadline.new Bytes());
        channel.pipeline().addAfter(codec, null, deadline.new Responses());
        channel.pipeline().addAfter(codec, null, deadline.new Requests());
        deadline.start(limits.headersWithin());
        channel.closeFuture().addListener((Future<? super Void> _) -> deadline.stop());
    }

    private void start(Duration limit) {
        if (timer == null) {
            timer = channel.eventLoop().schedule(this::late, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void late() {
        timer = null;
        onLate.run();
        channel.close();
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            inHeaders = !inBody && unanswered == 0;
            context.fireChannelRead(message);
        }

        /** What these bytes completed was told to the handler behind the codec meanwhile. */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (inBody) {
                start(limits.requestWithin());
            } else if (inHeaders) {
                start(limits.headersWithin());
            }
            context.fireChannelReadComplete();
        }
    }

    private final class Requests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                unanswered++;
                inHeaders = false;
                inBody = true;
                stop();
            }
            if (message instanceof LastHttpContent) {
                inBody = false;
                stop();
            }
            context.fireChannelRead(message);
        }
    }

    private final class Responses extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean interim = message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (message instanceof LastHttpContent && !interim) {
                unanswered--;
            }
            context.write(message, promise);
        }
    }
}
