package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.MeshFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Two ends of a link of the mesh, without a network between them. */
abstract class MeshHandshakeFixture {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final Incarnation ACCEPTOR = new Incarnation(new NodeId(1), 10);
    static final Incarnation DIALLER = new Incarnation(new NodeId(2), 20);

    final AcceptedLinks links = new AcceptedLinks();
    final MeshRefusals refusals = new MeshRefusals();
    final List<Incarnation> admitted = new ArrayList<>();
    final List<Incarnation> reached = new ArrayList<>();
    final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    void assertRefused(EmbeddedChannel acceptor) {
        assertThat(acceptor.isOpen()).isFalse();
        assertThat(refusals.count()).isOne();
    }

    EmbeddedChannel acceptor() {
        var trust = new MeshTrust(config(SECRET), () -> ACCEPTOR, DIALLER::equals);
        return channel(new AcceptHandshake(trust, links, refusals, peer -> {
            admitted.add(peer);
            return new ChannelInboundHandlerAdapter();
        }));
    }

    EmbeddedChannel dialler(String secret, Incarnation self, Incarnation peer, long linkEpoch) {
        var trust = new MeshTrust(config(secret), () -> self, anyone -> false);
        return channel(new DialHandshake(trust, peer, linkEpoch, new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext ctx) {
                reached.add(peer);
            }
        }));
    }

    EmbeddedChannel channel(ChannelHandler handshake) {
        var channel = new EmbeddedChannel(new ChannelInitializer<EmbeddedChannel>() {
            @Override
            protected void initChannel(EmbeddedChannel fresh) {
                fresh.freezeTime();
                MeshFraming.install(fresh.pipeline(), Duration.ofSeconds(10));
                fresh.pipeline().addLast("handshake", handshake);
            }
        });
        channels.add(channel);
        return channel;
    }

    static MeshConfig config(String secret) {
        return new MeshConfig("127.0.0.1", 0, secret, 1 << 20, Duration.ofSeconds(10));
    }

    /** Carries bytes between the two until neither has more to say. */
    static void exchange(EmbeddedChannel one, EmbeddedChannel other) {
        while (carry(one, other) | carry(other, one)) {
            one.runPendingTasks();
            other.runPendingTasks();
        }
    }

    static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
        ByteBuf bytes = drain(from);
        if (!bytes.isReadable()) {
            bytes.release();
            return false;
        }
        if (to.isOpen()) {
            to.writeInbound(bytes);
        } else {
            bytes.release();
        }
        return true;
    }

    static ByteBuf drain(EmbeddedChannel from) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next = from.readOutbound(); next != null; next = from.readOutbound()) {
            all.writeBytes(next);
            next.release();
        }
        return all;
    }

    static ByteBuf bytes(MeshFrame frame) {
        return Unpooled.buffer().writeInt(frame.getSerializedSize()).writeBytes(frame.toByteArray());
    }
}
