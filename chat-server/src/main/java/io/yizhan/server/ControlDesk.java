package io.yizhan.server;

import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisRevocationFeed;
import io.yizhan.access.RedisSessionBook;
import io.yizhan.access.SessionBook;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.OpenNodes;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.UserId;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.operations.ClusterDesk;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.ZooKeeperSettingsDesk;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** What a cluster's ZooKeeper, Redis and database tell and take, each opened when it is asked for. */
final class ControlDesk implements ClusterDesk {
    private static final Logger log = LoggerFactory.getLogger(ControlDesk.class);

    private final ServerConfig config;
    private final Duration answeredWithin;
    private final Parts parts = new Parts();
    private final OnDemand<ZooKeeperClient> zookeeper = new OnDemand<>(this::connect);
    private final OnDemand<NodeWatch> nodes = new OnDemand<>(this::watch);
    private final OnDemand<UnifiedJedis> redis = new OnDemand<>(this::openRedis);

    ControlDesk(ServerConfig config, Duration answeredWithin) {
        this.config = config;
        this.answeredWithin = answeredWithin;
    }

    private ZooKeeperClient connect() throws InterruptedException {
        ZooKeeperClient client = parts.add(new ZooKeeperClient(
                config.zookeeper().connect(),
                config.zookeeper().sessionTimeout(),
                config.zookeeper().user()));
        client.start(answeredWithin);
        return client;
    }

    private NodeWatch watch() throws InterruptedException {
        NodeWatch watch = parts.add(new NodeWatch(zookeeper.get()));
        watch.start(answeredWithin);
        return watch;
    }

    private UnifiedJedis openRedis() {
        return parts.add(RedisClients.open(config.redis().uri(), config.redis().timeout(), 1));
    }

    @Override
    public List<ImNode> nodes() {
        return get(nodes).nodes().stream()
                .sorted(Comparator.comparing(ImNode::id))
                .toList();
    }

    @Override
    public SettingsDesk settings() {
        return new ZooKeeperSettingsDesk(get(zookeeper));
    }

    @Override
    public SessionBook.Page sessions(UserId user) {
        return new RedisSessionBook(get(redis)).look(List.of(user)).getOrDefault(user, SessionBook.Page.EMPTY);
    }

    @Override
    public void kick(UserId user, String why) {
        new RedisRevocationFeed(get(redis)).kick(user, why);
    }

    @Override
    public OptionalInt deadLetters(int most) {
        try (LetterDesk letters = new LetterDesk(config, answeredWithin)) {
            return OptionalInt.of(letters.letters().waiting(0, most).size());
        } catch (RuntimeException e) { // whatever stands behind the port has its own
            log.debug("The dead letters cannot be counted", e);
            return OptionalInt.empty();
        }
    }

    @Override
    public int claimNodes() {
        if (config.zookeeper().user().isEmpty()) {
            throw new IllegalStateException("zookeeper.user is not set, so there is nobody to give the nodes to");
        }
        return new OpenNodes(get(zookeeper)).claim();
    }

    @Override
    public boolean redisAnswers() {
        try {
            return RedisClients.answers(get(redis));
        } catch (JedisException e) {
            log.debug("Redis does not answer", e);
            return false;
        }
    }

    private static <T> T get(OnDemand<T> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while connecting", e);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
