package io.yizhan.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a connection that is not logged in in time, whatever it sends; taken out by the login. One per connection. */
final class LoginDeadlineHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(LoginDeadlineHandler.class);

    private final Duration deadline;
    private @Nullable Future<?> timer;

    LoginDeadlineHandler(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> expire(ctx), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private static void expire(ChannelHandlerContext ctx) {
        log.debug("Not logged in in time, closing: {}", ctx.channel());
        ctx.close();
    }
}
