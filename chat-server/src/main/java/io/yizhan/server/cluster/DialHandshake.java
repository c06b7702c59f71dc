package io.yizhan.server.cluster;

import com.google.protobuf.ByteString;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.mesh.MeshChallenge;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshHello;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialling side of a handshake: answers the challenge of the peer it wants and of no other, then gives its place to
 * the handler of the link. One per connection.
 */
final class DialHandshake extends SimpleChannelInboundHandler<MeshFrame> {
    private static final Logger log = LoggerFactory.getLogger(DialHandshake.class);

    private final MeshTrust trust;
    private final Incarnation peer;
    private final long linkEpoch;
    private final ChannelHandler next;
    private @Nullable MeshTranscript sent;

    /** @param next takes over, and learns by {@code handlerAdded} that the link is up */
    DialHandshake(MeshTrust trust, Incarnation peer, long linkEpoch, ChannelHandler next) {
        this.trust = trust;
        this.peer = peer;
        this.linkEpoch = linkEpoch;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        var timeout = ctx.executor()
                .schedule(
                        () -> {
                            if (!ctx.isRemoved()) {
                                fail(ctx, "no answer in time");
                            }
                        },
                        trust.handshakeTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timeout.cancel(false));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, MeshFrame frame) {
        MeshTranscript transcript = sent;
        if (transcript == null && frame.hasChallenge()) {
            answer(ctx, frame.getChallenge());
        } else if (transcript != null && frame.hasWelcome()) {
            enter(ctx, transcript, frame.getWelcome().getProof());
        } else {
            fail(ctx, "unexpected: " + frame.getBodyCase());
        }
    }

    private void answer(ChannelHandlerContext ctx, MeshChallenge challenge) {
        Optional<Incarnation> there = MeshFraming.life(challenge.getNode());
        if (!there.equals(Optional.of(peer)) || challenge.getNonce().size() != MeshTranscript.NONCE_BYTES) {
            fail(ctx, "another worker answers: " + there);
            return;
        }
        var transcript = new MeshTranscript(challenge.getNonce(), trust.nonce(), peer, trust.self(), linkEpoch);
        sent = transcript;
        ctx.writeAndFlush(MeshFrame.newBuilder()
                .setHello(MeshHello.newBuilder()
                        .setNonce(transcript.diallerNonce())
                        .setNode(MeshFraming.node(transcript.dialler()))
                        .setLinkEpoch(linkEpoch)
                        .setProof(trust.proof().of(MeshTranscript.Side.DIALLER, transcript)))
                .build());
    }

    private void enter(ChannelHandlerContext ctx, MeshTranscript transcript, ByteString proof) {
        if (!trust.proof().isValid(proof, MeshTranscript.Side.ACCEPTOR, transcript)) {
            fail(ctx, "the peer does not know the secret");
        } else if (!trust.self().equals(transcript.dialler())) {
            fail(ctx, "a new life began meanwhile");
        } else {
            MeshFraming.trust(ctx.pipeline());
            ctx.pipeline().replace(this, "link", next);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause.toString());
    }

    private void fail(ChannelHandlerContext ctx, String reason) {
        log.debug("No link to {}: {}", peer, reason);
        ctx.close();
    }
}
