package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** With a Redis of its own, since that one is killed. */
class RedisRevocationFeedIT {
    private static final DeviceId PHONE = new DeviceId("phone");

    @TempDir
    Path dir;

    private EmbeddedRedis server;
    private UnifiedJedis redis;
    private RedisRevocationFeed feed;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(dir, 0);
        redis = RedisClients.open(server.url(), Duration.ofSeconds(1), 2);
        feed = new RedisRevocationFeed(redis);
    }

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

    private void hear(UserId user, DeviceId device) {
        heard.add(user + "/" + device);
    }

    private void announce(String user) {
        feed.announce(new UserId(user), PHONE);
    }

    @Test
    void tellsEveryListenerWhatIsAnnounced_fromNowOn() throws Exception {
        announce("before");
        List<String> others = new CopyOnWriteArrayList<>();
        try (AutoCloseable one = feed.listen(this::hear);
                AutoCloseable two = feed.listen((user, device) -> others.add(user + "/" + device))) {
            announce("alice");
            announce("bob");

            await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
                assertThat(heard).containsExactly("alice/phone", "bob/phone");
                assertThat(others).containsExactly("alice/phone", "bob/phone");
            });
        }
    }

    @Test
    void goesOn_whenTheListenerFailsOrAnEntryIsUnreadable() throws Exception {
        try (AutoCloseable listening = feed.listen((user, device) -> {
            hear(user, device);
            throw new IllegalStateException("a listener's failure, made by the test");
        })) {
            announce("alice");
            redis.xadd(RedisRevocationFeed.STREAM, (StreamEntryID) null, Map.of("x", "y"));
            announce("bob");

            await().atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(heard).containsExactly("alice/phone", "bob/phone"));
        }
    }

    @Test
    void missesNothing_whenRedisWasAwayMeanwhile() throws Exception {
        try (AutoCloseable listening = feed.listen(this::hear)) {
            announce("alice");
            await().until(() -> heard.size() == 1);
            int port = server.port();
            server.kill();
            await().until(() -> !server.isAlive());

            server = EmbeddedRedis.start(dir, port);
            try (UnifiedJedis gate = RedisClients.open(server.url(), Duration.ofSeconds(1), 1)) {
                new RedisRevocationFeed(gate).announce(new UserId("bob"), PHONE);
            }

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(heard).containsExactly("alice/phone", "bob/phone"));
        }
    }

    @Test
    void hearsNothingMore_whenClosed() throws Exception {
        AutoCloseable listening = feed.listen(this::hear);
        listening.close();

        announce("alice");

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("revocations");
        assertThat(heard).isEmpty();
    }

    @Test
    void refusesToListen_whenRedisIsAway() {
        server.close();

        assertThatThrownBy(() -> feed.listen(this::hear)).isInstanceOf(JedisException.class);
    }
}
