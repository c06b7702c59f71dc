package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.NodeLinks;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisNodeLinks;
import io.yizhan.discovery.ImNode;
import io.yizhan.identity.NodeId;
import io.yizhan.quickstart.check.AckTimes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.UnifiedJedis;

/**
 * A worker accepts everything and answers nothing, under load, until the others and the broker have given it up; then
 * it goes on. For a longer standstill: {@code -Dyizhan.stopped=60}.
 */
@Tag("long")
class StoppedWorkerIT {
    private static final int PAIRS = 8;
    private static final int RATE = 150;
    /** At least; it is longer until all queues have moved. */
    private static final Duration STOPPED = Duration.ofSeconds(Integer.getInteger("yizhan.stopped", 20));
    /** The mesh's ping time-out, the period of the reports that tell of it, and what a slow machine takes. */
    private static final Duration UNLINKED = Duration.ofSeconds(10 + 5 + 5);
    /**
     * The broker's time-out, the period of its looks, that of the consumers' looks, and what it takes to write what
     * waited on a slow machine.
     */
    private static final Duration QUEUES_MOVED = Duration.ofSeconds(10 + 10 + 5 + 10);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(3);

    @Test
    void disturbsNobodyElse_losesLinksAndQueues_andRepeatsNothing_whenAWorkerHangs() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "stopped").pairs(PAIRS).talking(RATE);
                UnifiedJedis redis = RedisClients.open(
                        cluster.running().middleware().redisServers().uri(), Duration.ofSeconds(2), 1)) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            NodeLinks links = new RedisNodeLinks(redis, RedisNodeLinks.EXPIRY);
            Worker stopped = cluster.worker(0);
            NodeId node = node(stopped);
            List<Talker> others = pairsWithout(stopped, run.talkers());
            Set<String> devices = others.stream().map(Talker::device).collect(Collectors.toSet());
            await().atMost(Person.LIMIT).until(() -> linksTo(node, links) == 2);

            long begun = run.begins("SIGSTOP");
            TestCluster.signal(stopped, "STOP");
            long stop = System.nanoTime();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            Set<Long> early = run.acked();
            await().atMost(UNLINKED).until(() -> linksTo(node, links) == 0);
            Duration unlinked = since(stop);
            assertThat(run.missing(early)).as("what waits in its queues").isNotEmpty();
            run.awaitEverythingStored(QUEUES_MOVED.minus(unlinked));
            Duration moved = since(stop);
            await().atMost(STOPPED.plusSeconds(1)).until(() -> since(stop).compareTo(STOPPED) >= 0);
            AckTimes before = run.ackTimes(sent -> sent.at() < begun && devices.contains(sent.device()));
            AckTimes during = run.ackTimes(sent -> sent.at() >= begun && devices.contains(sent.device()));
            TestCluster.signal(stopped, "CONT");
            run.ends("SIGSTOP");
            await().atMost(Person.LIMIT).until(() -> cluster.running().members().isMember(stopped.port()));
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.cleanVerdict();

            System.out.printf(
                    "  no links to it after %d ms, all that was acknowledged written after %d ms;"
                            + " others meanwhile: %s; before: %s%n",
                    unlinked.toMillis(), moved.toMillis(), during, before);
            assertThat(others)
                    .isNotEmpty()
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
            assertThat(during.share(1)).as("for the others").isLessThan(Duration.ofSeconds(10));
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static NodeId node(Worker worker) {
        return cluster.running().members().member(worker.port()).orElseThrow().id();
    }

    /** How many of the other workers say that they have a link to it that answers. */
    private static long linksTo(NodeId node, NodeLinks links) {
        Set<NodeId> others = cluster.running().members().all().nodes().stream()
                .map(ImNode::id)
                .filter(id -> !id.equals(node))
                .collect(Collectors.toSet());
        return links.find(others).values().stream()
                .flatMap(List::stream)
                .filter(link -> link.peer().equals(node))
                .filter(link -> Set.of("UP", "SUSPECT").contains(link.state()))
                .count();
    }

    /** Those of whose pair neither is on the worker. */
    private static List<Talker> pairsWithout(Worker worker, List<Talker> talkers) {
        return IntStream.range(0, talkers.size() / 2)
                .mapToObj(pair -> talkers.subList(2 * pair, 2 * pair + 2))
                .filter(pair -> pair.stream().noneMatch(talker -> talker.port() == worker.port()))
                .flatMap(pair -> Stream.of(pair.get(0), pair.get(1)))
                .toList();
    }
}
