package io.yizhan.server.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Closes a connection for which there is no room until it logs in; taken out by the login. One per connection. */
final class NewcomerHandler extends ChannelInboundHandlerAdapter {
    private final Newcomers newcomers;
    private @Nullable InetAddress counted;

    NewcomerHandler(Newcomers newcomers) {
        this.newcomers = newcomers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress remote) { // not so if it has gone already
            if (!newcomers.admit(remote.getAddress())) {
                ctx.close();
                return;
            }
            counted = remote.getAddress();
        }
        ctx.fireChannelActive();
    }

    /** By the login, or since the connection has ended. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (counted != null) {
            newcomers.leave(counted);
        }
    }
}
