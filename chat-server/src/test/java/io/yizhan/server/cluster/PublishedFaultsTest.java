package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.MeshConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publications that get lost, carriers that fail: what was handed over is noticed to be missing, and comes again. */
class PublishedFaultsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final MeshConfig HASTY = MeshNode.config(Duration.ofMillis(300), 1 << 20);
    private static final int BATCHES = 500;

    private final MemoryNodes nodes = new MemoryNodes();
    private final ChannelBus bus = new ChannelBus();
    private final List<PublishedNode> opened = new ArrayList<>();
    private final PublishedNode a = node();
    private final PublishedNode b = node();

    @AfterEach
    void close() {
        opened.forEach(PublishedNode::close);
    }

    @Test
    void bringsAll_inOrder_whateverIsLost() {
        long seed = System.nanoTime();
        awaitLink();
        Random random = new Random(seed);
        a.channels.lose(bytes -> lost(random));
        b.channels.lose(bytes -> lost(random));

        sendAll();

        await().alias("seed " + seed)
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(firstOfEach()).isEqualTo(all()));
        assertThat(a.sentTo(b).repeats()).isPositive();
    }

    @Test
    void noticesThatTheLastOneIsMissing_thoughNothingComesAfterIt() {
        awaitLink();
        a.router().send(b.id(), PeerTransportContract.batch(0));
        await().atMost(TIMEOUT).until(() -> firstOfEach().size() == 1);
        AtomicInteger left = new AtomicInteger(1);
        b.channels.lose(bytes -> bytes.length > 5_000 && left.getAndDecrement() > 0);

        a.router().send(b.id(), PeerTransportContract.batch(1, 10_000));

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(firstOfEach()).containsExactly(0, 1));
        assertThat(a.sentTo(b).repeats()).isPositive();
        assertThat(a.linkTo(b).dropped()).isZero();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void neverHoldsUpWhoSends_andBringsWhatWaited_whenTheCarrierStandsStill() {
        awaitLink();
        Runnable goOn = a.channels.stall();

        int taken = 0;
        while (a.router().send(b.id(), PeerTransportContract.batch(taken, 10_000))) {
            taken++;
        }
        assertThat(taken).isBetween(90, 110);
        assertThat(a.linkTo(b).queuedBytes()).isLessThanOrEqualTo(HASTY.queueBytes());

        goOn.run();
        List<Integer> expected = IntStream.range(0, taken).boxed().toList();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(firstOfEach()).isEqualTo(expected));
    }

    @Test
    void publishesAgain_whatMayNotHaveBeenPublished() {
        awaitLink();
        a.channels.fail(true);

        sendAll();
        await().atMost(TIMEOUT).until(() -> a.channels.failures() > 2);
        a.channels.fail(false);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(firstOfEach()).isEqualTo(all()));
    }

    @Test
    void goesOn_whenAWorkerHadCeasedToListen() {
        awaitLink();
        b.channels.listen("elsewhere", bytes -> {});
        sendAll();
        await().atMost(TIMEOUT).until(() -> !a.isLinkedTo(b));

        b.peers.entrance().begin();

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(firstOfEach()).isEqualTo(all()));
    }

    private static boolean lost(Random random) {
        synchronized (random) {
            return random.nextInt(5) == 0;
        }
    }

    private void sendAll() {
        all().forEach(number -> assertThat(a.router().send(b.id(), PeerTransportContract.batch(number)))
                .isTrue());
    }

    private static List<Integer> all() {
        return IntStream.range(0, BATCHES).boxed().toList();
    }

    /** In the order in which they came first: a session drops what it has. */
    private List<Integer> firstOfEach() {
        return PeerTransportContract.numbers(b).stream().distinct().toList();
    }

    private void awaitLink() {
        await().atMost(TIMEOUT).until(() -> a.isLinkedTo(b) && b.isLinkedTo(a));
    }

    private PublishedNode node() {
        PublishedNode node = new PublishedNode(nodes, HASTY, bus.join());
        opened.add(node);
        return node;
    }
}
