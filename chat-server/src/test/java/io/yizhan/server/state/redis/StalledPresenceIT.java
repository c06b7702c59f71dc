package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.fault.FaultProxy;
import io.yizhan.embedded.fault.Toxic;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.FakeNodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.Sighting;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.StateUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** The connections of presence stand still while those of the registry go on, and the other way round. */
class StalledPresenceIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final UserId BOB = new UserId("bob");

    @TempDir
    Path dir;

    private EmbeddedRedis server;
    private FaultProxy proxy;
    private UnifiedJedis client;
    private UnifiedJedis proxied;
    private RedisCalls calls;
    private RedisPresenceBoard board;
    private SessionRegistry registry;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(dir, 0);
        proxy = FaultProxy.to(server.port());
        client = RedisClients.open(server.url(), TIMEOUT, 2);
        proxied = RedisClients.open("redis://127.0.0.1:" + proxy.port(), TIMEOUT, RedisPresenceBoard.CONNECTIONS);
        calls = new RedisCalls(client, 2, 100, TIMEOUT);
        board = new RedisPresenceBoard(proxied);
        registry = new RedisSessionRegistry(
                calls, new HolderLiveness(new FakeNodeView(), Set::of), Duration.ofSeconds(90));
    }

    @AfterEach
    void close() {
        board.close();
        calls.close();
        proxied.close();
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void doesNotMakeTheRegistryWait_failsInTime_andTakesFewCalls() {
        Stages.get(board.look(List.of(BOB)));
        Stages.get(registry.find(List.of(BOB)));
        proxy.poison(new Toxic.Stall());

        List<CompletionStage<Map<UserId, Sighting>>> looks =
                IntStream.range(0, 200).mapToObj(i -> board.look(List.of(BOB))).toList();
        long refused = looks.stream()
                .filter(look -> look.toCompletableFuture().isCompletedExceptionally())
                .count();
        long asked = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            Stages.get(registry.find(List.of(BOB)));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT);
        assertThat(refused).as("those for whom there is no room").isBetween(180L, 184L);
        assertThat(Stages.failure(looks.get(0))).isInstanceOf(StateUnavailableException.class);
    }

    @Test
    void hearsOn_andSaysThatItMayHaveMissedSomething_whenTheConnectionIsBack() throws Exception {
        List<UserId> changed = new CopyOnWriteArrayList<>();
        AtomicInteger missed = new AtomicInteger();
        List<AutoCloseable> ears = new ArrayList<>();
        ears.add(board.listen(new PresenceBoard.Listener() {
            @Override
            public void changed(Collection<UserId> users) {
                changed.addAll(users);
            }

            @Override
            public void missed() {
                missed.incrementAndGet();
            }
        }));
        RedisPresenceBoard other = new RedisPresenceBoard(client);
        try {
            proxy.cut();
            Stages.get(other.announce(List.of(BOB)));
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(changed).isEmpty();

            proxy.heal();

            await().until(() -> changed.equals(List.of(BOB)) && missed.get() == 1);
        } finally {
            other.close();
            for (AutoCloseable ear : ears) {
                ear.close();
            }
        }
    }
}
