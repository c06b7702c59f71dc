package io.yizhan.server.transport;

import chat.v2.Frame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.yizhan.protocol.FrameDecoder;
import io.yizhan.protocol.ProtocolException;
import io.yizhan.server.session.LocalSession;

/** Ties a session to its connection: its requests, whether its client reads, its end. One per connection. */
final class SessionHandler extends SimpleChannelInboundHandler<Frame> {
    private final LocalSession session;
    private final InboundGate gate;
    private final Requests requests;
    private final SessionFactory sessions;

    SessionHandler(LocalSession session, InboundGate gate, Requests requests, SessionFactory sessions) {
        super(Frame.class);
        this.session = session;
        this.gate = gate;
        this.requests = requests;
        this.sessions = sessions;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().get(FrameDecoder.class).setBodyLimit(sessions.bodyLimit());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (!session.isEnded()) {
            requests.take(frame);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            gate.open(InboundGate.Reason.CLIENT_DOES_NOT_READ);
        } else {
            gate.close(InboundGate.Reason.CLIENT_DOES_NOT_READ);
        }
        session.writabilityChanged();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.closed();
        requests.end();
        sessions.close(session);
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientEvent.RETIRE) {
            requests.stop();
            gate.whenIdle(session::end);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** Broken input: the error that follows is the last frame. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolException) {
            gate.close(InboundGate.Reason.ENDING);
            session.closed();
        }
        ctx.fireExceptionCaught(cause);
    }
}
