package io.yizhan.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a connection whose client has not read for half a minute what was written to it. One per connection. */
final class WriteStallHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(WriteStallHandler.class);
    private static final long STALL_MS = 30_000;

    private @Nullable Future<?> timer;

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        stop();
        if (!ctx.channel().isWritable()) {
            timer = ctx.executor().schedule(() -> expire(ctx), STALL_MS, TimeUnit.MILLISECONDS);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private static void expire(ChannelHandlerContext ctx) {
        log.debug("The client does not read, closing: {}", ctx.channel());
        ctx.close();
    }
}
