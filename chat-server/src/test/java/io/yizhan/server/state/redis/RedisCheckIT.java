package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;

/** What a real Redis tells about itself. */
class RedisCheckIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private EmbeddedRedis redis;
    private UnifiedJedis client;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(directory.resolve("master"), 0);
        client = RedisClients.open(redis.url(), TIMEOUT, 2);
    }

    @AfterEach
    void stop() {
        client.close();
        redis.close();
    }

    private List<String> weak() {
        return new RedisCheck(client).run();
    }

    @Test
    void findsNothingWeak_inTheEmbeddedOne() {
        assertThat(weak()).isEmpty();
    }

    @Test
    void namesWhatMakesItForget() {
        client.configSet("appendonly", "no");
        client.configSet("maxmemory-policy", "allkeys-lru");

        assertThat(weak()).hasSize(2);
        assertThat(weak().get(0)).startsWith("Redis has appendonly=no: ").endsWith("; set yes");
        assertThat(weak().get(1))
                .startsWith("Redis has maxmemory-policy=allkeys-lru: ")
                .endsWith("; set noeviction");
    }

    @Test
    void namesWhatLetsACutOffMasterGoOn_onlyWhereThereAreReplicas() {
        try (EmbeddedRedis replica = EmbeddedRedis.start(directory.resolve("replica"), 0)) {
            replica.replicate(redis.port());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.info("replication").contains("connected_slaves:1"));
            assertThat(weak())
                    .singleElement()
                    .asString()
                    .startsWith("Redis has min-replicas-to-write=0: ")
                    .endsWith("; set 1");

            client.configSet("min-replicas-to-write", "1");
            assertThat(weak())
                    .singleElement()
                    .asString()
                    .startsWith("Redis has min-replicas-max-lag=10: ")
                    .endsWith("; set 2");

            client.configSet("min-replicas-max-lag", "2");
            assertThat(weak()).isEmpty();
        }
    }

    @Test
    void saysSoInOneLine_whenItIsNotAllowedToAsk() {
        client.sendCommand(Command.ACL, "SETUSER", "worker", "on", ">secret", "~*", "&*", "+@all", "-config");
        String uri = redis.url().replace("redis://", "redis://worker:secret@");
        try (UnifiedJedis worker = RedisClients.open(uri, TIMEOUT, 2)) {
            assertThat(new RedisCheck(worker).run())
                    .singleElement()
                    .asString()
                    .startsWith("Redis does not tell its settings, compare them with docs/guarantees.md: ")
                    .contains("NOPERM")
                    .doesNotContain("secret", "\n");
        }
    }
}
