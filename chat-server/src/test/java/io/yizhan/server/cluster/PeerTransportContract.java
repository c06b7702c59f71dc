package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link PeerTransport} promises, whatever is behind it. */
abstract class PeerTransportContract {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    final MemoryNodes nodes = new MemoryNodes();
    private final List<PeerNode> opened = new ArrayList<>();

    /** Another worker among {@link #nodes}, joined. */
    abstract PeerNode newNode();

    /** Returns when each of them reaches each other. */
    void awaitReady(PeerNode... all) {}

    @AfterEach
    void close() {
        opened.forEach(PeerNode::close);
    }

    @Test
    void bringsBatchesInOrder_toTheWorkerTheyAreForAndToNoOther() {
        PeerNode a = node();
        PeerNode b = node();
        PeerNode c = node();
        awaitReady(a, b, c);

        for (int number = 0; number < 2_000; number++) {
            assertThat(a.transport().send(c.id(), batch(number))).isTrue();
            assertThat(b.transport().send(a.id(), batch(number))).isTrue();
        }

        List<Integer> all = IntStream.range(0, 2_000).boxed().toList();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(c)).isEqualTo(all));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(a)).isEqualTo(all));
        assertThat(c.inbox().senders).containsOnly(a.id());
        assertThat(b.inbox().batches).isEmpty();
    }

    @Test
    void takesNothing_forAWorkerThatIsNotThere() {
        PeerNode a = node();

        assertThat(a.transport().send(new NodeId(99), batch(0))).isFalse();
        assertThat(a.transport().send(a.id(), batch(0))).isFalse();
    }

    @Test
    void tellsTheSender_whoIsNotHere() {
        PeerNode a = node();
        PeerNode b = node();
        awaitReady(a, b);
        b.inbox().hasNobody = true;

        assertThat(a.transport().send(b.id(), batch(7))).isTrue();

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(a.inbox().stale)
                        .containsExactly(b.membership().self() + " user7"));
        assertThat(b.inbox().stale).isEmpty();
    }

    @Test
    void reachesANewLife_andNothingReachesTheFormer() {
        PeerNode a = node();
        PeerNode b = node();
        awaitReady(a, b);
        NodeId former = b.id();

        b.membership().expire();
        awaitReady(a, b);

        assertThat(a.transport().send(b.id(), batch(2))).isTrue();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(b)).containsExactly(2));
        // a suspect may still be handed something, but it is not this life that takes it
        boolean handedOver = a.transport().send(former, batch(1));
        assertThat(a.transport().send(b.id(), batch(3))).isTrue();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(b)).endsWith(3));
        assertThat(numbers(b))
                .as("handed over to the former life: " + handedOver)
                .containsExactly(2, 3);
    }

    final PeerNode node() {
        return opened(newNode());
    }

    /** Closed after the test. */
    final <T extends PeerNode> T opened(T node) {
        opened.add(node);
        return node;
    }

    static List<Integer> numbers(PeerNode node) {
        return node.inbox().batches.stream()
                .flatMap(batch -> batch.getEventsList().stream())
                .map(event -> (int) event.getTargets(0).getEpoch())
                .toList();
    }

    static PeerBatch batch(int number) {
        return batch(number, 10);
    }

    static PeerBatch batch(int number, int bytes) {
        return PeerBatch.newBuilder().addEvents(event(number, bytes)).build();
    }

    static PeerEvent event(int number, int bytes) {
        return PeerEvent.newBuilder()
                .addTargets(
                        SessionTarget.newBuilder().setUserId("user" + number).setEpoch(number))
                .setMessage(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
