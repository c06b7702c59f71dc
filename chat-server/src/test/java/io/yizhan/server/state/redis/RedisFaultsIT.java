package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.StateUnavailableException;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** With a Redis of its own, since that one is flushed and killed. */
class RedisFaultsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /**
     * One time-out to notice; a second one passes while the pool tries to replace the connection; and a slow machine.
     */
    private static final Duration IN_TIME = TIMEOUT.multipliedBy(3);

    @TempDir
    Path dir;

    private EmbeddedRedis server;
    private UnifiedJedis client;
    private RedisCalls calls;
    private EpochGuards guards;
    private RedisSequencer sequencer;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(dir, 0);
        client = RedisClients.open(server.url(), TIMEOUT, 2);
        calls = new RedisCalls(client, 2, 100, TIMEOUT);
        guards = new EpochGuards(calls, new MemoryEpochRegister(), new FakeArchive());
        sequencer = new RedisSequencer(calls, guards, Sequencer.REMEMBERED);
    }

    @AfterEach
    void close() {
        guards.close();
        calls.close();
        client.close();
        server.close();
    }

    private static NumberRequest request(String group, long id) {
        return new NumberRequest(
                ConversationId.direct(new UserId(group), new UserId("peer")),
                new UserId("alice"),
                new DeviceId("phone"),
                id,
                1,
                id,
                id,
                false);
    }

    @Test
    void goesOn_whenRedisHasForgottenTheScripts() {
        List<NumberRequest> batch = IntStream.rangeClosed(1, 50)
                .mapToObj(id -> request("g" + id % 5, id))
                .toList();
        Stages.get(sequencer.allocate(batch));
        client.scriptFlush();

        List<Allocation> again = Stages.get(sequencer.allocate(batch));

        assertThat(again).hasSize(50).allMatch(Allocation.Pending.class::isInstance);
    }

    @Test
    void asksOnceForAWholeBatch() {
        Stages.get(sequencer.allocate(List.of(request("warm", 1))));
        long before = scriptRuns();

        Stages.get(sequencer.allocate(
                IntStream.rangeClosed(1, 300).mapToObj(id -> request("one", id)).toList()));

        assertThat(scriptRuns() - before).isEqualTo(1);
    }

    /** Redis counts one for each conversation of a batch. */
    private long scriptRuns() {
        return client.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
                .mapToLong(line -> Long.parseLong(line.replaceAll("cmdstat_evalsha:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void failsInTime_whenRedisIsAway_andRemembers_whenItIsBack() {
        Stages.get(sequencer.allocate(List.of(request("g", 1), request("g", 2))));
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true); // the append-only file is synced every second
        int port = server.port();
        server.kill();
        await().until(() -> !server.isAlive());

        long asked = System.nanoTime();
        assertThat(Stages.failure(sequencer.allocate(List.of(request("g", 3)))))
                .isInstanceOf(StateUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(IN_TIME);

        server = EmbeddedRedis.start(dir, port);
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Stages.get(sequencer.allocate(List.of(request("g", 2)))))
                        .first()
                        .extracting(each -> ((Allocation.Pending) each).place().seq())
                        .isEqualTo(2L));
    }

    @Test
    void failsInTime_whenRedisHangs() {
        Stages.get(sequencer.allocate(List.of(request("g", 1))));
        try (UnifiedJedis other = RedisClients.open(server.url(), TIMEOUT, 1)) {
            other.sendCommand(Protocol.Command.CLIENT, "PAUSE", "3000");
        }

        long asked = System.nanoTime();
        assertThat(Stages.failure(sequencer.allocate(List.of(request("g", 2)))))
                .isInstanceOf(StateUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(IN_TIME);
    }
}
