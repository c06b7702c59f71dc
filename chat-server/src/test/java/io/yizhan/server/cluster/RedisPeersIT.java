package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.server.cluster.redis.RedisPeerChannels;
import io.yizhan.server.config.MeshConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** Publications through a Redis of its own, since its connections are cut. */
class RedisPeersIT extends LinkedPeersContract {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(1);

    @TempDir
    static Path dir;

    private static EmbeddedRedis redis;
    private static UnifiedJedis client;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start(dir, 0);
        client = RedisClients.open(redis.url(), ROUND_TRIP, 1);
    }

    @AfterAll
    static void stop() {
        client.close();
        redis.close();
    }

    @Override
    PeerNode.Linked newNode(MeshConfig config) {
        return new PublishedNode(nodes, config, new RedisPeerChannels(redis.url(), ROUND_TRIP));
    }

    @Test
    void bringsAll_inOrder_whileSubscribersAreCutOff() {
        PeerNode.Linked a = linked();
        PeerNode.Linked b = linked();
        awaitReady(a, b);

        for (int number = 0; number < 1_000; number++) {
            assertThat(a.transport().send(b.id(), batch(number))).isTrue();
            if (number % 250 == 100) {
                client.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
            }
        }

        List<Integer> all = IntStream.range(0, 1_000).boxed().toList();
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(numbers(b).stream().distinct().toList()).isEqualTo(all));
    }

    @Test
    void goesOn_whenRedisWasKilled_andHasForgottenEverything() {
        PeerNode.Linked a = linked();
        PeerNode.Linked b = linked();
        awaitReady(a, b);

        redis.kill();
        List<Integer> all = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            assertThat(a.transport().send(b.id(), batch(number))).isTrue();
            all.add(number);
        }
        redis.restartEmpty();

        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(numbers(b).stream().distinct().toList()).isEqualTo(all));
        awaitReady(a, b);
    }

    @Test
    void listensToItsOwnChannelOnly_andLeavesNoneBehind() {
        PeerNode.Linked a = linked();
        PeerNode.Linked b = linked();
        awaitReady(a, b);
        assertThat(listeners(a)).isOne();
        String former = PublicationSeal.channel(a.membership().self());

        a.membership().expire();
        awaitReady(a, b);
        assertThat(listeners(a)).isOne();
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(client.publish(former, "anything")).isZero());

        a.close();
        b.close();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(pubsub("CHANNELS", "im:peer:*")).isEmpty());
    }

    private static long listeners(PeerNode node) {
        String channel = PublicationSeal.channel(node.membership().self());
        return (Long) pubsub("NUMSUB", channel).get(1);
    }

    private static List<?> pubsub(String command, String argument) {
        return (List<?>) client.sendCommand(Protocol.Command.PUBSUB, command, argument);
    }
}
