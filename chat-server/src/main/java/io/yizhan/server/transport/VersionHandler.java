package io.yizhan.server.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.yizhan.protocol.FrameEncoder;
import io.yizhan.protocol.WireVersion;
import java.time.Duration;

/** Makes the pipeline speak what the first frame speaks, then gives way. One per connection. */
final class VersionHandler extends ChannelInboundHandlerAdapter {
    private static final ChannelHandler BOOK_ENCODER = new FrameEncoder(WireVersion.BOOK);
    /** The book's clients send a heartbeat every 100 s. */
    private static final Duration BOOK_SILENCE = Duration.ofSeconds(150);

    private final SessionFactory bookSessions;
    private final InboundGate gate;

    /** @param bookSessions of those who turn out to speak the book's protocol */
    VersionHandler(SessionFactory bookSessions, InboundGate gate) {
        this.bookSessions = bookSessions;
        this.gate = gate;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == WireVersion.BOOK) {
            speakBook(ctx.pipeline());
        } else if (event == WireVersion.CURRENT) {
            ctx.pipeline().remove(this);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void speakBook(ChannelPipeline pipeline) {
        pipeline.replace(SilenceHandler.class, "silence", new SilenceHandler(BOOK_SILENCE));
        pipeline.replace(FrameEncoder.class, "frame-out", BOOK_ENCODER);
        pipeline.replace(LoginHandler.class, "login", new LoginHandler(bookSessions, gate));
        pipeline.replace(this, "book", bookSessions.bookHandler());
    }
}
