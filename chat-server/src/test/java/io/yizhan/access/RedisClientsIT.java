package io.yizhan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisClientsIT {
    private static final int CONNECTIONS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private EmbeddedRedis redis;
    private UnifiedJedis client;

    @BeforeEach
    void open() {
        redis = EmbeddedRedis.start(directory, 0);
        client = RedisClients.open(redis.url(), TIMEOUT, CONNECTIONS);
    }

    @AfterEach
    void close() {
        client.close();
        redis.close();
    }

    /** So many calls at once, then none for a while. */
    private void leavesConnectionsIdle() {
        List<AbstractPipeline> busy = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            AbstractPipeline pipeline = client.pipelined();
            pipeline.set("key" + i, "value");
            pipeline.sync();
            busy.add(pipeline);
        }
        busy.forEach(AbstractPipeline::close);
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    }

    @Test
    void failsNoCall_afterARestartThatNoneWasMadeDuring() {
        leavesConnectionsIdle();
        redis.kill();
        redis.restart();

        for (int i = 0; i < CONNECTIONS; i++) {
            assertThatCode(client::ping).doesNotThrowAnyException();
            assertThatCode(() -> {
                        try (AbstractPipeline pipeline = client.pipelined()) {
                            pipeline.set("key", "value");
                            pipeline.sync();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void waitsNoLongerThanOnce_forARedisThatStandsStill() throws Exception {
        leavesConnectionsIdle();
        signal("STOP");
        long begun = System.nanoTime();
        try {
            assertThatThrownBy(client::ping).isInstanceOf(JedisConnectionException.class);
        } finally {
            signal("CONT");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(TIMEOUT, TIMEOUT.multipliedBy(3));
        await().ignoreExceptions()
                .atMost(Duration.ofSeconds(10))
                .until(() -> client.ping().equals("PONG"));
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
