package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class EmbeddedRedisIT {

    @TempDir
    private Path dir;

    @Test
    void answersOnLoopbackOnly_whenStarted() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(dir, 0);
                Jedis jedis = new Jedis(redis.host(), redis.port())) {
            assertThat(jedis.ping()).isEqualTo("PONG");
            assertThat(jedis.info("server")).contains("process_id:" + redis.pid());
            assertThat(Listeners.of(redis.pid())).hasSize(1);
            assertThat(Listeners.outsideLoopback(redis.pid())).isEmpty();
        }
    }

    @Test
    void keepsItsData_whenStoppedAndStartedAgain() {
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(dir, 0);
                Jedis jedis = new Jedis(redis.host(), redis.port())) {
            port = redis.port();
            jedis.set("greeting", "你好");
        }
        try (EmbeddedRedis again = EmbeddedRedis.start(dir, port);
                Jedis jedis = new Jedis(again.host(), again.port())) {
            assertThat(again.port()).isEqualTo(port);
            assertThat(jedis.get("greeting")).isEqualTo("你好");
        }
    }

    @Test
    void goesOnWithItsData_whenKilledAndStartedAgain() {
        EmbeddedRedis killed = EmbeddedRedis.start(dir, 0);
        try (Jedis jedis = new Jedis(killed.host(), killed.port())) {
            jedis.set("greeting", "hello");
        }
        killed.kill();
        assertThat(killed.isAlive()).isFalse();

        try (EmbeddedRedis again = EmbeddedRedis.start(dir, killed.port());
                Jedis jedis = new Jedis(again.host(), again.port())) {
            assertThat(jedis.get("greeting")).isEqualTo("hello");
            killed.close();
            assertThat(again.isAlive()).isTrue();
            assertThat(dir.resolve("server.pid")).exists();
        }
    }

    @Test
    void leavesNoProcess_whenClosedTwice() {
        EmbeddedRedis redis = EmbeddedRedis.start(dir, 0);
        long started = System.nanoTime();
        redis.close();
        redis.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(ProcessHandle.of(redis.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(Ports.isFree(redis.port())).isTrue();
    }

    @Test
    void namesThePort_whenItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedRedis.start(dir, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessage("Redis cannot listen: port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void tellsWhatRedisSaid_whenItsDataCannotBeRead() throws IOException {
        EmbeddedRedis.start(dir, 0).close();
        Files.writeString(dir.resolve("appendonlydir/appendonly.aof.manifest"), "no manifest at all\n");
        assertThatThrownBy(() -> EmbeddedRedis.start(dir, 0))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageStartingWith("Redis ended at its start with code 1: port ")
                .hasMessageContaining("no manifest at all");
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().command().orElse("").contains("redis-server")))
                .isEmpty();
    }

    @Test
    void refusesTheSecond_whenTheDirectoryIsInUse() {
        try (EmbeddedRedis first = EmbeddedRedis.start(dir, 0)) {
            assertThatThrownBy(() -> EmbeddedRedis.start(dir, 0))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("is in use by process " + first.pid());
            assertThat(first.isAlive()).isTrue();
        }
    }
}
