package io.yizhan.quickstart;

import io.yizhan.access.RedisClients;
import io.yizhan.identity.UserId;
import io.yizhan.quickstart.check.Event;
import io.yizhan.quickstart.check.Recorder;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.redis.RedisCalls;
import io.yizhan.server.state.redis.RedisSessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;

/**
 * Looks twice a second whom the cluster would find, and records it. It asks as a worker does before it pushes: the
 * registry in Redis, less the entries of workers that ZooKeeper has seen go. It has no links of its own, so a worker
 * that is cut from ZooKeeper alone is gone for it.
 */
final class Finder implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Only used to enter sessions, which a finder does not. */
    private static final Duration LEASE = Duration.ofSeconds(90);

    private final Recorder recorder;
    private final Set<UserId> users = new CopyOnWriteArraySet<>();
    private volatile Set<String> last = Set.of();
    private final UnifiedJedis redis;
    private final RedisCalls calls;
    private final SessionRegistry registry;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "finder"));

    Finder(Cluster cluster, Recorder recorder) {
        this.recorder = recorder;
        this.redis = RedisClients.open(cluster.middleware().redisServers().uri(), TIMEOUT, 2);
        this.calls = new RedisCalls(redis, 1, 1, TIMEOUT);
        HolderLiveness liveness = new HolderLiveness(cluster.members().all(), Set::of);
        this.registry = new RedisSessionRegistry(calls, liveness, LEASE);
    }

    void start() {
        timer.scheduleAtFixedRate(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on this user, too. */
    void add(String user) {
        users.add(new UserId(user));
    }

    /** What cannot be asked was not seen. */
    private void look() {
        var unused = registry.find(users).thenAccept(found -> {
            Set<String> devices = found.values().stream()
                    .flatMap(List::stream)
                    .map(session -> session.user() + "/" + session.device())
                    .collect(Collectors.toSet());
            recorder.add(at -> new Event.Looked(at, devices));
            last = devices;
        });
    }

    /** What it saw last; nobody, before it looked. */
    Set<String> found() {
        return last;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        calls.close();
        redis.close();
    }
}
