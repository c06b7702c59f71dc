package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
    void keepsPortAndData_whenRestarted_andThePortAlone_whenRestartedEmpty() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(dir, 0)) {
            int port = redis.port();
            long first = redis.pid();
            try (Jedis jedis = new Jedis(redis.host(), port)) {
                jedis.set("greeting", "hello");
            }

            redis.restart();

            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.pid()).isNotEqualTo(first);
            try (Jedis jedis = new Jedis(redis.host(), port)) {
                assertThat(jedis.get("greeting")).isEqualTo("hello");
            }

            redis.restartEmpty();

            assertThat(redis.port()).isEqualTo(port);
            try (Jedis jedis = new Jedis(redis.host(), port)) {
                assertThat(jedis.dbSize()).isZero();
            }
        }
    }

    @Test
    void goesOnWithWhatItHadReceived_whenItWasCutFromItsMaster_andIsPromoted() throws IOException {
        try (EmbeddedRedis master = EmbeddedRedis.start(dir.resolve("master"), 0);
                EmbeddedRedis replica = EmbeddedRedis.start(dir.resolve("replica"), 0);
                Jedis writer = new Jedis(master.host(), master.port());
                Jedis reader = new Jedis(replica.host(), replica.port())) {
            writer.set("greeting", "hello");
            replica.replicate(master.port());
            await().untilAsserted(() -> assertThat(reader.get("greeting")).isEqualTo("hello"));

            replica.replicate(nobody());
            writer.set("greeting", "lost");
            master.kill();
            replica.promote();

            assertThat(reader.info("replication")).contains("role:master");
            assertThat(reader.get("greeting")).isEqualTo("hello");
            assertThat(reader.set("greeting", "new")).isEqualTo("OK");
        }
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void refusesToFollow_whenItIsNotThere() {
        EmbeddedRedis redis = EmbeddedRedis.start(dir, 0);
        redis.close();
        assertThatThrownBy(redis::promote)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("REPLICAOF");
    }

    @Test
    void leavesNoProcess_whenClosedTwice() {
        EmbeddedRedis redis = EmbeddedRedis.start(dir, 0);
        long started = System.nanoTime();
        redis.close();
        redis.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(ProcessHandle.of(redis.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(LoopbackPorts.isFree(redis.port())).isTrue();
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
