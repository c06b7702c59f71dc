package io.yizhan.server.cluster;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshPong;
import io.yizhan.server.mesh.NotHere;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accepting side of a link that is up: takes batches, answers pings and says which sessions are not here. */
final class BatchReceiver extends SimpleChannelInboundHandler<MeshFrame> {
    private static final Logger log = LoggerFactory.getLogger(BatchReceiver.class);

    private final Incarnation peer;
    private final PeerTransport.Receiver receiver;
    private final MeshRefusals refusals;

    BatchReceiver(Incarnation peer, PeerTransport.Receiver receiver, MeshRefusals refusals) {
        this.peer = peer;
        this.receiver = receiver;
        this.refusals = refusals;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, MeshFrame frame) {
        switch (frame.getBodyCase()) {
            case BATCH -> receive(ctx, frame.getBatch());
            case PING ->
                ctx.writeAndFlush(MeshFrame.newBuilder()
                        .setPong(MeshPong.newBuilder().setAt(frame.getPing().getAt()))
                        .build());
            default -> refusals.refuse(ctx.channel(), "not for the accepting side: " + frame.getBodyCase());
        }
    }

    private void receive(ChannelHandlerContext ctx, PeerBatch batch) {
        List<SessionTarget> absent;
        try {
            absent = receiver.receive(peer.node(), batch);
        } catch (RuntimeException e) { // one bad batch must not take the link, and with it the good ones
            log.error("Could not take a batch from: {}", peer, e);
            return;
        }
        // a peer that does not read misses hints only; its stale entries end with their lease
        if (!absent.isEmpty() && ctx.channel().isWritable()) {
            ctx.writeAndFlush(MeshFrame.newBuilder()
                    .setNotHere(NotHere.newBuilder().addAllTargets(absent))
                    .build());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            log.debug("Cut a link that was silent, from: {}", peer);
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("A link broke, from: {}", peer, cause);
        ctx.close();
    }
}
