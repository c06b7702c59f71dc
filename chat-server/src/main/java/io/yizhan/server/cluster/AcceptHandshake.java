package io.yizhan.server.cluster;

import com.google.protobuf.ByteString;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.MeshChallenge;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshHello;
import io.yizhan.server.mesh.MeshWelcome;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The accepting side of a handshake: challenges, lets nothing but one valid HELLO through, then gives its place to the
 * handler of the peer. One per connection.
 */
final class AcceptHandshake extends SimpleChannelInboundHandler<MeshFrame> {
    private final MeshTrust trust;
    private final AcceptedLinks links;
    private final MeshRefusals refusals;
    private final Function<Incarnation, ChannelHandler> next;
    private @Nullable Incarnation self;
    private ByteString nonce = ByteString.EMPTY;

    AcceptHandshake(
            MeshTrust trust, AcceptedLinks links, MeshRefusals refusals, Function<Incarnation, ChannelHandler> next) {
        this.trust = trust;
        this.links = links;
        this.refusals = refusals;
        this.next = next;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var timeout = ctx.executor()
                .schedule(
                        () -> {
                            if (!ctx.isRemoved()) {
                                refusals.refuse(ctx.channel(), "no HELLO in time");
                            }
                        },
                        trust.handshakeTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> timeout.cancel(false));
        Incarnation now = trust.self();
        self = now;
        nonce = trust.nonce();
        ctx.writeAndFlush(MeshFrame.newBuilder()
                .setChallenge(MeshChallenge.newBuilder().setNonce(nonce).setNode(MeshFraming.node(now)))
                .build());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, MeshFrame frame) {
        Incarnation here = self;
        if (here == null || !frame.hasHello()) {
            refusals.refuse(ctx.channel(), "not a HELLO");
            return;
        }
        MeshHello hello = frame.getHello();
        Optional<Incarnation> claimed = MeshFraming.life(hello.getNode());
        if (claimed.isEmpty() || hello.getNonce().size() != MeshTranscript.NONCE_BYTES) {
            refusals.refuse(ctx.channel(), "malformed HELLO");
            return;
        }
        Incarnation peer = claimed.get();
        var transcript = new MeshTranscript(nonce, hello.getNonce(), here, peer, hello.getLinkEpoch());
        if (!trust.proof().isValid(hello.getProof(), MeshTranscript.Side.DIALLER, transcript)) {
            refusals.refuse(ctx.channel(), "wrong proof");
        } else if (peer.node().equals(here.node())) {
            refusals.refuse(ctx.channel(), "claims to be this worker: " + peer);
        } else if (!trust.isMember(peer)) {
            ctx.close(); // not yet in our view, perhaps: it comes again
        } else if (!links.admit(peer, hello.getLinkEpoch(), ctx.channel())) {
            refusals.refuse(ctx.channel(), "a newer link stands: " + peer);
        } else if (!trust.self().equals(here)) {
            ctx.close(); // a new life began meanwhile, and the peer has proved itself to the old one
        } else {
            welcome(ctx, peer, transcript);
        }
    }

    private void welcome(ChannelHandlerContext ctx, Incarnation peer, MeshTranscript transcript) {
        ByteString proof = trust.proof().of(MeshTranscript.Side.ACCEPTOR, transcript);
        ctx.writeAndFlush(MeshFrame.newBuilder()
                .setWelcome(MeshWelcome.newBuilder().setProof(proof))
                .build());
        MeshFraming.trust(ctx.pipeline());
        ctx.pipeline().replace(this, "peer", next.apply(peer));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            refusals.refuse(ctx.channel(), "silent");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refusals.refuse(ctx.channel(), cause.toString());
    }
}
