package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What links to other workers promise beyond {@link PeerTransportContract}, whatever carries them. */
abstract class LinkedPeersContract extends PeerTransportContract {
    /** Hastier than any real one. */
    static final MeshConfig QUICK = MeshNode.config(Duration.ofMillis(600), 1 << 20);

    static final MeshConfig PATIENT = MeshNode.config(Duration.ofSeconds(10), 16 << 20);

    abstract PeerNode.Linked newNode(MeshConfig config);

    @Override
    final PeerNode newNode() {
        return newNode(PATIENT);
    }

    PeerNode.Linked linked() {
        return opened(newNode(PATIENT));
    }

    @Override
    void awaitReady(PeerNode... all) {
        for (PeerNode one : all) {
            for (PeerNode other : all) {
                if (one != other) {
                    await().atMost(TIMEOUT).until(() -> ((PeerNode.Linked) one).isLinkedTo(other));
                }
            }
        }
    }

    @Test
    void makesOneFrameForEachWorker_howeverManyItIsFor() {
        PeerNode.Linked sender = linked();
        List<PeerNode.Linked> others = List.of(linked(), linked(), linked());
        others.forEach(other -> awaitReady(sender, other));
        List<PeerNode.Linked> concerned = others.subList(0, 2);
        PeerEvent.Builder toMany = event(0, 100).toBuilder();
        IntStream.range(1, 500)
                .forEach(number -> toMany.addTargets(SessionTarget.newBuilder().setUserId("user" + number)));
        PeerBatch batch = PeerBatch.newBuilder().addEvents(toMany).build();

        concerned.forEach(
                other -> assertThat(sender.transport().send(other.id(), batch)).isTrue());

        concerned.forEach(other -> {
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(other.inbox().batches).containsExactly(batch));
            LinkTraffic sent = sender.sentTo(other);
            assertThat(sent.frames()).isOne();
            assertThat(sent.recipients()).isEqualTo(500);
            assertThat(sent.repeats()).isZero();
            assertThat(sent.bytes()).isBetween(batch.getSerializedSize() + 4L, batch.getSerializedSize() + 150L);
        });
        assertThat(sender.sentTo(others.get(2))).isEqualTo(new LinkTraffic(0, 0, 0, 0));
        assertThat(others.get(2).inbox().batches).isEmpty();
    }

    @Test
    void cutsALargeBatch_andKeepsItsOrder() {
        PeerNode.Linked a = linked();
        PeerNode.Linked b = linked();
        awaitReady(a, b);
        PeerBatch.Builder large = PeerBatch.newBuilder();
        IntStream.range(0, 10).forEach(number -> large.addEvents(event(number, 900_000)));

        assertThat(a.transport().send(b.id(), large.build())).isTrue();
        assertThat(a.transport().send(b.id(), batch(10))).isTrue();

        List<Integer> all = IntStream.range(0, 11).boxed().toList();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(b)).isEqualTo(all));
        assertThat(b.inbox().batches).hasSize(11);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(a.linkTo(b).queuedBytes()).isZero());
    }

    @Test
    void goesOn_whenABatchCannotBeTaken() {
        PeerNode.Linked a = linked();
        PeerNode.Linked b = linked();
        awaitReady(a, b);
        b.inbox().onReceive = () -> {
            b.inbox().onReceive = () -> {};
            throw new IllegalStateException("meant to fail, in a test");
        };

        assertThat(a.transport().send(b.id(), batch(0))).isTrue();
        assertThat(a.transport().send(b.id(), batch(1))).isTrue();

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(b)).containsExactly(1));
        assertThat(a.isLinkedTo(b)).isTrue();
    }

    @Test
    void keepsWithinTheBound_whenAPeerHearsNothing_andNamesTheHeadsOfTheRest() {
        PeerNode.Linked a = opened(newNode(QUICK));
        PeerNode.Linked b = opened(newNode(QUICK));
        awaitReady(a, b);
        Runnable goOn = b.goDark();

        int taken = 0;
        while (a.transport().send(b.id(), message(taken))) {
            taken++;
        }
        for (int number = taken + 1; number < taken + 10; number++) {
            assertThat(a.transport().send(b.id(), message(number))).isFalse();
        }
        assertThat(taken).isBetween(90, 110);
        assertThat(a.linkTo(b).queuedBytes()).isLessThanOrEqualTo(QUICK.queueBytes());
        assertThat(a.linkTo(b).dropped()).isEqualTo(10);
        await().atMost(TIMEOUT).until(() -> !a.isLinkedTo(b));

        goOn.run();

        int last = taken + 9;
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(heads(b)).containsOnly((long) last));
        assertThat(messages(b).stream().distinct().toList())
                .isEqualTo(IntStream.range(0, taken).mapToObj(Long::valueOf).toList());
    }

    @Test
    void stillRoutesToASuspect_andForgetsItOnceItsLinkIsSilent() {
        PeerNode.Linked a = opened(newNode(QUICK));
        PeerNode.Linked b = opened(newNode(QUICK));
        awaitReady(a, b);

        nodes.remove(b.membership().self()); // as if ZooKeeper had lost it
        await().during(QUICK.pingTimeout().multipliedBy(2)).atMost(TIMEOUT).until(() -> a.isLinkedTo(b));
        assertThat(a.router().links()).allMatch(LinkStatus::suspect);
        assertThat(a.transport().send(b.id(), batch(1))).isTrue();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(b)).containsExactly(1));

        Runnable unused = b.goDark();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(a.router().links()).isEmpty());
        assertThat(a.transport().send(b.id(), batch(2))).isFalse();
    }

    private static PeerBatch message(int number) {
        Message message = Message.newBuilder()
                .setConversationId("d:a:b")
                .setSeq(number)
                .setContent(Content.newBuilder().setText("x".repeat(10_000)))
                .build();
        return PeerBatch.newBuilder()
                .addEvents(event(number, 0).toBuilder().setMessage(message.toByteString()))
                .build();
    }

    private static List<Long> messages(PeerNode node) {
        return parsed(node, PeerEvent::hasMessage).stream()
                .map(event -> {
                    try {
                        return Message.parseFrom(event.getMessage()).getSeq();
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static List<Long> heads(PeerNode node) {
        List<Long> heads = new ArrayList<>();
        parsed(node, PeerEvent::hasFrame).forEach(event -> {
            try {
                Frame.parseFrom(event.getFrame()).getHeadNotice().getHeadsList().stream()
                        .map(Head::getHeadSeq)
                        .forEach(heads::add);
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        });
        return heads;
    }

    private static List<PeerEvent> parsed(PeerNode node, Predicate<PeerEvent> which) {
        return node.inbox().batches.stream()
                .flatMap(batch -> batch.getEventsList().stream())
                .filter(which)
                .toList();
    }
}
