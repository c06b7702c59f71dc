package io.yizhan.server.transport;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.yizhan.protocol.ProtocolException;
import io.yizhan.server.session.LastWord;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection on which something went wrong, with an Error if the client can read one; whoever reads or writes
 * frames has stopped by then. Stands last; without state, so one for all.
 */
@Sharable
final class ErrorHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ErrorHandler.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolException broken) {
            log.info("Closing {}: {}: {}", ctx.channel().remoteAddress(), broken.code(), broken.getMessage());
            end(ctx, broken);
        } else if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            log.debug("The connection broke: {}", ctx.channel(), cause);
            ctx.close();
        } else {
            log.warn("Closing a connection after a failure: {}", ctx.channel(), cause);
            ctx.close();
        }
    }

    private static void end(ChannelHandlerContext ctx, ProtocolException broken) {
        LastWord last = new LastWord(ctx.channel());
        if (broken.isAnswered()) {
            last.say(Refusal.of(broken.code(), String.valueOf(broken.getMessage()))
                    .toFrame(0));
        } else {
            last.end();
        }
    }
}
