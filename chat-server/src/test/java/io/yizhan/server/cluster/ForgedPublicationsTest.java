package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.mesh.NotHere;
import io.yizhan.server.mesh.NumberedBatch;
import io.yizhan.server.mesh.PeerPublication;
import io.yizhan.server.mesh.SealedPublication;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.mesh.StreamPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever can publish where a worker listens makes it do nothing, without the cluster's secret. */
class ForgedPublicationsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final MemoryNodes nodes = new MemoryNodes();
    private final ChannelBus bus = new ChannelBus();
    private final PeerChannels stranger = bus.join();
    private final PublicationSeal seal = new PublicationSeal(new MeshProof(MeshNode.SECRET));
    private final PublishedNode a = new PublishedNode(nodes, LinkedPeersContract.PATIENT, bus.join());
    private final PublishedNode b = new PublishedNode(nodes, LinkedPeersContract.PATIENT, bus.join());

    @BeforeEach
    void link() {
        await().atMost(TIMEOUT).until(() -> a.isLinkedTo(b) && b.isLinkedTo(a));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        stranger.close();
    }

    @Test
    void takesNothing_withoutAProof() {
        PublicationSeal other = new PublicationSeal(new MeshProof("another secret, another secret, another secret"));
        byte[] tampered = seal.seal(batch(a.membership().self(), b.membership().self()));
        tampered[20] ^= 1;

        toB(new byte[0]);
        toB("no protocol buffer at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        toB(new byte[MeshFraming.MAX_FRAME_BYTES + 1]);
        toB(other.seal(batch(a.membership().self(), b.membership().self())));
        toB(SealedPublication.newBuilder()
                .setPublication(
                        batch(a.membership().self(), b.membership().self()).toByteString())
                .build()
                .toByteArray());
        toB(tampered);

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(b.peers.refused()).isEqualTo(6));
        assertNothingWasTaken();
    }

    @Test
    void takesNothing_forAnotherLife_orFromNoMember() {
        Incarnation self = b.membership().self();
        Incarnation former = new Incarnation(self.node(), self.epoch() + 1);
        Incarnation nobody = new Incarnation(new NodeId(99), 99);

        toB(seal.seal(batch(a.membership().self(), former)));
        toB(seal.seal(batch(nobody, self)));
        toB(seal.seal(batch(self, self)));

        assertNothingWasTaken();
        assertThat(b.peers.refused()).as("sealed by the cluster's secret").isZero();
    }

    @Test
    void takesNothingTwice_thatWasHeardBefore() {
        byte[] genuine = seal.seal(batch(a.membership().self(), b.membership().self()));
        toB(genuine);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(b.inbox().batches).hasSize(1));

        toB(genuine);
        toB(genuine);
        b.inbox().hasNobody = true; // what it says to a proves that all before was looked at
        PeerPublication next = batch(a.membership().self(), b.membership().self()).toBuilder()
                .setNumbered(NumberedBatch.newBuilder()
                        .setAt(at(Long.MAX_VALUE, 2))
                        .setBatch(PeerTransportContract.batch(2)))
                .build();
        toB(seal.seal(next));

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(a.inbox().stale).hasSize(1));
        assertThat(PeerTransportContract.numbers(b)).containsExactly(1, 2);
    }

    @Test
    void believesNoStranger_whoSaysThatSessionsAreGone() {
        PublicationSeal other = new PublicationSeal(new MeshProof("another secret, another secret, another secret"));
        PeerPublication gone = PeerPublication.newBuilder()
                .setFrom(MeshFraming.node(a.membership().self()))
                .setTo(MeshFraming.node(b.membership().self()))
                .setNotHere(NotHere.newBuilder()
                        .addTargets(SessionTarget.newBuilder().setUserId("victim")))
                .build();

        toB(other.seal(gone));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(b.peers.refused()).isOne());
        assertThat(b.inbox().stale).isEmpty();

        toB(seal.seal(gone));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(b.inbox().stale).hasSize(1));
    }

    /** A genuine batch is taken after it, so whatever came before was looked at. */
    private void assertNothingWasTaken() {
        assertThat(a.router().send(b.id(), PeerTransportContract.batch(7))).isTrue();
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(PeerTransportContract.numbers(b)).contains(7));
        assertThat(PeerTransportContract.numbers(b)).containsExactly(7);
    }

    private static PeerPublication batch(Incarnation from, Incarnation to) {
        return PeerPublication.newBuilder()
                .setFrom(MeshFraming.node(from))
                .setTo(MeshFraming.node(to))
                .setNumbered(NumberedBatch.newBuilder()
                        .setAt(at(Long.MAX_VALUE, 1))
                        .setBatch(PeerTransportContract.batch(1)))
                .build();
    }

    private static StreamPosition at(long stream, long number) {
        return StreamPosition.newBuilder().setStream(stream).setNumber(number).build();
    }

    private void toB(byte[] bytes) {
        String channel = PublicationSeal.channel(b.membership().self());
        assertThat(stranger.publish(List.of(new PeerChannels.Publication(channel, bytes))))
                .containsExactly(true);
    }
}
