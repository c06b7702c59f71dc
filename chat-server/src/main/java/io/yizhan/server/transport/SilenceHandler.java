package io.yizhan.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection that has sent no byte for so long. Stands first, so that every byte counts. One per connection.
 */
final class SilenceHandler extends IdleStateHandler {
    private static final Logger log = LoggerFactory.getLogger(SilenceHandler.class);

    SilenceHandler(Duration silence) {
        super(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        log.debug("Silent for too long, closing: {}", ctx.channel());
        ctx.close();
    }
}
