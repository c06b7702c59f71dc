package io.yizhan.server.cluster;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshPing;
import io.yizhan.server.session.PeerTransport;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dialling side of a link that is up: keeps asking whether the peer lives, and hears what it answers. */
final class PeerLink extends SimpleChannelInboundHandler<MeshFrame> {
    private static final Logger log = LoggerFactory.getLogger(PeerLink.class);
    /** A ping may be lost twice before the silence counts. */
    private static final int PINGS_PER_TIMEOUT = 3;

    private final Incarnation peer;
    private final Duration pingTimeout;
    private final PeerTransport.Receiver receiver;
    private final Events events;

    PeerLink(Incarnation peer, Duration pingTimeout, PeerTransport.Receiver receiver, Events events) {
        this.peer = peer;
        this.pingTimeout = pingTimeout;
        this.receiver = receiver;
        this.events = events;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long period = Math.max(1, pingTimeout.toMillis() / PINGS_PER_TIMEOUT);
        var pings = new Recurring(log, "A peer is not pinged", () -> ctx.writeAndFlush(ping(events.sent())))
                .atRate(ctx.executor(), Duration.ZERO, Duration.ofMillis(period));
        ctx.channel().closeFuture().addListener(closed -> pings.cancel(false));
        events.up(ctx.channel());
    }

    /** Its echo confirms so many batches: the peer takes them in the order in which they were written. */
    static MeshFrame ping(long sent) {
        return MeshFrame.newBuilder().setPing(MeshPing.newBuilder().setAt(sent)).build();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, MeshFrame frame) {
        events.heard();
        switch (frame.getBodyCase()) {
            case PONG -> events.confirmed(frame.getPong().getAt());
            case NOT_HERE -> notHere(frame);
            default -> {
                log.warn("Cut the link to {}, not for the dialling side: {}", peer, frame.getBodyCase());
                ctx.close();
            }
        }
    }

    private void notHere(MeshFrame frame) {
        try {
            receiver.notHere(peer, frame.getNotHere().getTargetsList());
        } catch (RuntimeException e) { // a hint that fails must not take the link
            log.error("Could not take back stale entries of: {}", peer, e);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        events.writable(ctx.channel());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            log.warn("Cut the link to a worker that is silent: {}", peer);
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("The link broke, to: {}", peer, cause);
        ctx.close();
    }

    /** What the owner of a link hears, on the link's event loop. */
    interface Events {
        /** Both sides have proved themselves. */
        void up(Channel channel);

        /** The peer said something. */
        void heard();

        /** How many batches were written on this connection. */
        long sent();

        /** The peer has taken so many of them. */
        void confirmed(long batches);

        /** There may be room to write again. */
        void writable(Channel channel);
    }
}
