package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.MeshFrame;
import io.yizhan.server.mesh.MeshWelcome;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whom a worker takes for which peer, once both have spoken. */
class MeshPeerTest extends MeshHandshakeFixture {
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
}
