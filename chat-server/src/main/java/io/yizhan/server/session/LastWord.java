package io.yizhan.server.session;

import chat.v2.Frame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that its last frame arrives: the server's direction is shut after it, and the whole connection
 * when the client has ended its own, or after a second. Closing at once would discard the frame wherever the client has
 * bytes under way.
 *
 * @param channel used on its event loop only
 */
public record LastWord(Channel channel) {
    private static final long CLIENT_ENDS_WITHIN_MS = 1_000;

    /** Writes {@code frame} as the last one. */
    public void say(Frame frame) {
        channel.writeAndFlush(frame).addListener(written -> shutOutput());
        closeLater();
    }

    /** Ends the connection without another frame; what was written before still goes out. */
    public void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutOutput());
        closeLater();
    }

    private void shutOutput() {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
        }
    }

    private void closeLater() {
        var timeout = channel.eventLoop().schedule(() -> channel.close(), CLIENT_ENDS_WITHIN_MS, TimeUnit.MILLISECONDS);
        ChannelFuture closed = channel.closeFuture();
        closed.addListener(done -> timeout.cancel(false));
    }
}
