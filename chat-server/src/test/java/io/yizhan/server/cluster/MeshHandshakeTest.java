package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Ping;
import com.google.protobuf.ByteString;
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
import io.yizhan.server.mesh.MeshHello;
import io.yizhan.server.mesh.MeshPing;
import io.yizhan.server.mesh.MeshWelcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeshHandshakeTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Incarnation ACCEPTOR = new Incarnation(new NodeId(1), 10);
    private static final Incarnation DIALLER = new Incarnation(new NodeId(2), 20);

    private final AcceptedLinks links = new AcceptedLinks();
    private final MeshRefusals refusals = new MeshRefusals();
    private final List<Incarnation> admitted = new ArrayList<>();
    private final List<Incarnation> reached = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void bringsTheLinkUpOnBothSides() {
        EmbeddedChannel dialler = dialler(SECRET, DIALLER, ACCEPTOR, 1);
        EmbeddedChannel acceptor = acceptor();

        exchange(acceptor, dialler);

        assertThat(admitted).containsExactly(DIALLER);
        assertThat(reached).containsExactly(ACCEPTOR);
        assertThat(refusals.count()).isZero();
        assertThat(links.size()).isOne();
    }

    @Test
    void closesAndCounts_whenTheSecretIsWrong() {
        EmbeddedChannel dialler = dialler("fedcba9876543210fedcba9876543210", DIALLER, ACCEPTOR, 1);
        EmbeddedChannel acceptor = acceptor();

        exchange(acceptor, dialler);

        assertRefused(acceptor);
        assertThat(reached).isEmpty();
    }

    @Test
    void closesAndCounts_whenAHelloIsReplayed() {
        EmbeddedChannel dialler = dialler(SECRET, DIALLER, ACCEPTOR, 1);
        EmbeddedChannel first = acceptor();
        dialler.writeInbound(drain(first));
        ByteBuf hello = drain(dialler);
        first.writeInbound(hello.copy());
        assertThat(admitted).hasSize(1);
        first.close();

        EmbeddedChannel second = acceptor();
        second.writeInbound(hello);

        assertRefused(second);
        assertThat(admitted).hasSize(1);
    }

    @Test
    void closesAndCounts_whenAFrameIsTooLongForAStranger() {
        EmbeddedChannel acceptor = acceptor();

        acceptor.writeInbound(
                Unpooled.buffer().writeInt(MeshFraming.MAX_HANDSHAKE_BYTES + 1).writeZero(10));

        assertRefused(acceptor);
    }

    @Test
    void closesAndCounts_whenTheLengthIsNegative() {
        EmbeddedChannel acceptor = acceptor();

        acceptor.writeInbound(Unpooled.buffer().writeInt(-1).writeZero(10));

        assertRefused(acceptor);
    }

    @Test
    void closesAndCounts_whenAClientSpeaks() {
        byte[] body = Frame.newBuilder()
                .setRequestId(1)
                .setPing(Ping.getDefaultInstance())
                .build()
                .toByteArray();
        EmbeddedChannel acceptor = acceptor();

        // a frame of the clients' port begins with its magic, which is no length that a stranger may claim
        acceptor.writeInbound(Unpooled.buffer()
                .writeShort(0x0086)
                .writeShort(2)
                .writeInt(body.length)
                .writeBytes(body));
        assertRefused(acceptor);

        EmbeddedChannel other = acceptor();
        other.writeInbound(Unpooled.buffer().writeInt(body.length).writeBytes(body));
        assertThat(other.isOpen()).isFalse();
        assertThat(refusals.count()).isEqualTo(2);
    }

    @Test
    void closesAndCounts_whenAnythingComesBeforeHello() {
        EmbeddedChannel acceptor = acceptor();

        acceptor.writeInbound(
                bytes(MeshFrame.newBuilder().setPing(MeshPing.newBuilder()).build()));

        assertRefused(acceptor);
    }

    @Test
    void closesAndCounts_whenTheHelloIsMalformed() {
        EmbeddedChannel acceptor = acceptor();

        acceptor.writeInbound(bytes(MeshFrame.newBuilder()
                .setHello(MeshHello.newBuilder()
                        .setNonce(ByteString.copyFromUtf8("short"))
                        .setNode(MeshFraming.node(DIALLER)))
                .build()));

        assertRefused(acceptor);
    }

    @Test
    void closesAndCounts_whenNoHelloComesInTime() {
        EmbeddedChannel acceptor = acceptor();

        acceptor.advanceTimeBy(4_900, TimeUnit.MILLISECONDS);
        acceptor.runScheduledPendingTasks();
        assertThat(acceptor.isOpen()).isTrue();
        acceptor.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        acceptor.runScheduledPendingTasks();

        assertRefused(acceptor);
    }

    @Test
    void refusesACloneOfItself() {
        var clone = new Incarnation(ACCEPTOR.node(), 99);
        EmbeddedChannel dialler = dialler(SECRET, clone, ACCEPTOR, 1);
        EmbeddedChannel acceptor = acceptor();

        exchange(acceptor, dialler);

        assertRefused(acceptor);
    }

    @Test
    void letsAMemberComeAgain_whenItIsNotYetKnown() {
        var stranger = new Incarnation(new NodeId(3), 30);
        EmbeddedChannel dialler = dialler(SECRET, stranger, ACCEPTOR, 1);
        EmbeddedChannel acceptor = acceptor();

        exchange(acceptor, dialler);

        assertThat(acceptor.isOpen()).isFalse();
        assertThat(admitted).isEmpty();
        assertThat(refusals.count()).isZero();
    }

    @Test
    void closesTheOlderLink_whenANewerOneComes_andRefusesAnOlder() {
        EmbeddedChannel first = acceptor();
        exchange(first, dialler(SECRET, DIALLER, ACCEPTOR, 5));
        EmbeddedChannel newer = acceptor();
        exchange(newer, dialler(SECRET, DIALLER, ACCEPTOR, 6));
        assertThat(first.isOpen()).isFalse();
        assertThat(newer.isOpen()).isTrue();

        for (long stale = 5; stale <= 6; stale++) {
            EmbeddedChannel late = acceptor();
            exchange(late, dialler(SECRET, DIALLER, ACCEPTOR, stale));
            assertThat(late.isOpen()).isFalse();
        }
        assertThat(newer.isOpen()).isTrue();
        assertThat(refusals.count()).isEqualTo(2);
        assertThat(links.size()).isOne();
    }

    @Test
    void doesNotProveItself_toAnotherWorkerThanTheOneItWants() {
        EmbeddedChannel dialler = dialler(SECRET, DIALLER, new Incarnation(new NodeId(1), 11), 1);

        exchange(acceptor(), dialler);

        assertThat(dialler.isOpen()).isFalse();
        assertThat(dialler.<ByteBuf>readOutbound()).isNull();
        assertThat(reached).isEmpty();
    }

    @Test
    void doesNotBelieveAPeer_thatSendsItsOwnProofBack() throws Exception {
        EmbeddedChannel dialler = dialler(SECRET, DIALLER, ACCEPTOR, 1);
        EmbeddedChannel acceptor = acceptor();
        dialler.writeInbound(drain(acceptor));
        ByteBuf hello = drain(dialler);
        ByteString proof =
                MeshFrame.parseFrom(hello.skipBytes(4).nioBuffer()).getHello().getProof();
        hello.release();

        dialler.writeInbound(bytes(MeshFrame.newBuilder()
                .setWelcome(MeshWelcome.newBuilder().setProof(proof))
                .build()));

        assertThat(dialler.isOpen()).isFalse();
        assertThat(reached).isEmpty();
    }

    @Test
    void givesUpAPeerThatNeverAnswers() {
        EmbeddedChannel dialler = dialler(SECRET, DIALLER, ACCEPTOR, 1);

        dialler.advanceTimeBy(5_100, TimeUnit.MILLISECONDS);
        dialler.runScheduledPendingTasks();

        assertThat(dialler.isOpen()).isFalse();
    }

    private void assertRefused(EmbeddedChannel acceptor) {
        assertThat(acceptor.isOpen()).isFalse();
        assertThat(refusals.count()).isOne();
    }

    private EmbeddedChannel acceptor() {
        var trust = new MeshTrust(config(SECRET), () -> ACCEPTOR, DIALLER::equals);
        return channel(new AcceptHandshake(trust, links, refusals, peer -> {
            admitted.add(peer);
            return new ChannelInboundHandlerAdapter();
        }));
    }

    private EmbeddedChannel dialler(String secret, Incarnation self, Incarnation peer, long linkEpoch) {
        var trust = new MeshTrust(config(secret), () -> self, anyone -> false);
        return channel(new DialHandshake(trust, peer, linkEpoch, new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext ctx) {
                reached.add(peer);
            }
        }));
    }

    private EmbeddedChannel channel(ChannelHandler handshake) {
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

    private static MeshConfig config(String secret) {
        return new MeshConfig("127.0.0.1", 0, secret, 1 << 20, Duration.ofSeconds(10));
    }

    /** Carries bytes between the two until neither has more to say. */
    private static void exchange(EmbeddedChannel one, EmbeddedChannel other) {
        while (carry(one, other) | carry(other, one)) {
            one.runPendingTasks();
            other.runPendingTasks();
        }
    }

    private static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
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

    private static ByteBuf drain(EmbeddedChannel from) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next = from.readOutbound(); next != null; next = from.readOutbound()) {
            all.writeBytes(next);
            next.release();
        }
        return all;
    }

    private static ByteBuf bytes(MeshFrame frame) {
        return Unpooled.buffer().writeInt(frame.getSerializedSize()).writeBytes(frame.toByteArray());
    }
}
