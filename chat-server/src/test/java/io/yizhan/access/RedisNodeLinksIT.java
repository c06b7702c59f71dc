package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.NodeLinks.Link;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

class RedisNodeLinksIT {
    private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");

    private final UnifiedJedis redis = RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), 2);
    private final NodeLinks links = new RedisNodeLinks(redis, RedisNodeLinks.EXPIRY);
    private final long base = System.nanoTime();
    private final NodeId a = new NodeId(base);
    private final NodeId b = new NodeId(base + 1);
    private final NodeId silent = new NodeId(base + 2);

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void findsWhatEachSaidLast_andNothingOfTheSilent() {
        links.publish(a, List.of(new Link(b, "CONNECTING")));
        links.publish(a, List.of(new Link(silent, "SUSPECT"), new Link(b, "UP")));
        links.publish(b, List.of());

        assertThat(links.find(List.of(a, b, silent)))
                .hasSize(2)
                .containsEntry(a, List.of(new Link(b, "UP"), new Link(silent, "SUSPECT")))
                .containsEntry(b, List.of());
        assertThat(links.find(List.of())).isEmpty();
    }

    @Test
    void findsWhatWentOverALink_whereTheWorkerTells() {
        Link told = new Link(b, "UP", Optional.of(new NodeLinks.Sent(12, 3_000_000_000L, 40, 1)));
        links.publish(a, List.of(told, new Link(silent, "UP")));

        assertThat(links.find(List.of(a))).containsEntry(a, List.of(told, new Link(silent, "UP")));
    }

    @Test
    void forgetsAWorkerThatSaysNothingMore() {
        links.publish(a, List.of(new Link(b, "UP")));
        assertThat(redis.pttl("im:links:" + a)).isBetween(5_001L, RedisNodeLinks.EXPIRY.toMillis());
        assertThat(redis.pttl("im:traffic:" + a)).isBetween(5_001L, RedisNodeLinks.EXPIRY.toMillis());

        new RedisNodeLinks(redis, Duration.ofMillis(200)).publish(b, List.of(new Link(a, "UP")));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> links.find(List.of(a, b)).keySet().equals(Set.of(a)));
    }

    @Test
    void asksForAHundredWorkersAtOnce() {
        List<NodeId> hundred =
                LongStream.range(base, base + 100).mapToObj(NodeId::new).toList();
        hundred.forEach(node -> links.publish(node, List.of(new Link(silent, "UP"))));
        long before = reads();

        assertThat(links.find(hundred)).hasSize(100);

        // Theirs, the one that counts, and a new connection's greeting, at each server; one by one it would be a
        // hundred.
        assertThat(reads() - before).isLessThan(10L * servers().size());
    }

    private static List<EmbeddedRedis> servers() {
        return SharedMiddleware.onRedisCluster()
                ? SharedMiddleware.redisCluster().masters()
                : List.of(SharedMiddleware.redis());
    }

    /** Of the Redis, or of all masters. */
    private static long reads() {
        long reads = 0;
        for (EmbeddedRedis server : servers()) {
            try (UnifiedJedis one = RedisClients.open(server.url(), Duration.ofSeconds(2), 1)) {
                Matcher matcher = READS.matcher(one.info("stats"));
                assertThat(matcher.find()).isTrue();
                reads += Long.parseLong(matcher.group(1));
            }
        }
        return reads;
    }
}
