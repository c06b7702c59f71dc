package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Ping;
import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshHello;
import io.yizhan.server.mesh.MeshPing;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeshHandshakeTest extends MeshHandshakeFixture {
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
}
