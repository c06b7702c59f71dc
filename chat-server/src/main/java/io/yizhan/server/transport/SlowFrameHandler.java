package io.yizhan.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.yizhan.protocol.FrameDecoder;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose frame trickles in: within each ten seconds a partial frame must end or gain a kibibyte.
 * Stands after the decoder; has a timer only while a frame is partial. One per connection.
 */
final class SlowFrameHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(SlowFrameHandler.class);
    private static final long PERIOD_MS = 10_000;
    private static final int LEAST_GAIN = 1024;

    private final FrameDecoder decoder;
    private @Nullable Future<?> timer;
    private int bytesAtStart;

    SlowFrameHandler(FrameDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        stop();
        ctx.fireChannelRead(frame);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (timer == null && decoder.partialBytes() > 0) {
            start(ctx);
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    private void start(ChannelHandlerContext ctx) {
        bytesAtStart = decoder.partialBytes();
        timer = ctx.executor().schedule(() -> check(ctx), PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void check(ChannelHandlerContext ctx) {
        timer = null;
        int bytes = decoder.partialBytes();
        boolean held = !ctx.channel().config().isAutoRead();
        if (bytes > 0 && (held || bytes - bytesAtStart >= LEAST_GAIN)) {
            start(ctx);
        } else if (bytes > 0) {
            log.debug("A frame comes too slowly, closing: {}", ctx.channel());
            ctx.close();
        }
    }
}
