package io.yizhan.model;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.model.Tally.Event;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.archive.memory.MemoryPositionStore;
import io.yizhan.server.archive.memory.MemoryUserDirectory;
import io.yizhan.server.delivery.ArchivedBooks;
import io.yizhan.server.delivery.ArchivedRolls;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.memory.MemoryGroupDirectory;
import io.yizhan.server.state.memory.MemorySequencer;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What all workers share, and the workers. */
final class Cluster {
    private static final long ZNODE_STAYS = TimeUnit.SECONDS.toNanos(10);

    final VirtualTime time;
    final Service redis;
    final Service database;
    final Service rocketmq;
    final Broker broker;
    final Mesh mesh;
    final RedisMemory memory;
    final MemoryGroupStore groups;
    final MemoryGroupDirectory directory;
    final MemoryMessageStore store;
    final MemoryPositionStore saved;
    final MemoryUserDirectory users = new MemoryUserDirectory();
    private final Map<NodeId, ImNode> znodes = new LinkedHashMap<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Random random;
    private final Tally tally;
    private long lives;

    Cluster(VirtualTime time, Random random, Tally tally, Collection<UserId> people) {
        this.time = time;
        this.random = random;
        this.tally = tally;
        this.redis = new Service(time, "Redis", Event.REDIS_FAILED, Event.REDIS_DID_IT_UNHEARD, tally);
        this.database = new Service(time, "the database", Event.DATABASE_FAILED, Event.DATABASE_DID_IT_UNHEARD, tally);
        this.rocketmq = new Service(time, "RocketMQ", Event.APPEND_FAILED, Event.STORED_THOUGH_FAILED, tally);
        this.broker = new Broker(new Life(time, random.nextLong()), rocketmq, tally);
        this.mesh = new Mesh(time, tally);
        Clock clock = time.wall(0);
        this.groups = new MemoryGroupStore(clock);
        this.store = new MemoryMessageStore(clock, groups);
        this.directory = new MemoryGroupDirectory(clock, new ArchivedRolls(groups, store), GroupDirectory.TIMES);
        this.saved = new MemoryPositionStore(clock);
        HolderLiveness liveness = new HolderLiveness(view(), Set::of);
        this.memory = new RedisMemory(
                new MemorySequencer(clock, Duration.ofHours(24), directory),
                () -> new MemorySessionRegistry(clock, liveness, Duration.ofSeconds(90)),
                new ArchivedBooks(store, saved),
                database,
                tally);
        people.forEach(users::add);
    }

    MessageStore store() {
        return store;
    }

    NodeView view() {
        return new NodeView() {
            @Override
            public Collection<ImNode> nodes() {
                return List.copyOf(znodes.values());
            }

            @Override
            public Optional<ImNode> find(NodeId id) {
                return Optional.ofNullable(znodes.get(id));
            }

            @Override
            public long newestEpoch() {
                return 100 + lives;
            }
        };
    }

    void addWorker() {
        workers.add(start());
    }

    Worker worker(int number) {
        return workers.get(number % workers.size());
    }

    /** Kills a worker; another begins in its place after a while. */
    void crash(int number, long restartAfterNanos) {
        int place = number % workers.size();
        Worker worker = workers.get(place);
        if (worker.isDead()) {
            return;
        }
        tally.count(Event.WORKER_KILLED);
        worker.crash();
        time.after(ZNODE_STAYS, () -> znodes.remove(worker.self().node()));
        time.after(restartAfterNanos, () -> workers.set(place, start()));
    }

    private Worker start() {
        long life = ++lives;
        Incarnation self = new Incarnation(new NodeId(life), 100 + life);
        znodes.put(self.node(), new ImNode(self, new NodeEndpoint("127.0.0.1", 1, 1), 0, NodeState.UP));
        return new Worker(this, self, new Life(time, random.nextLong()));
    }

    void end() {
        workers.forEach(Worker::crash);
    }

    /** Everything works again. */
    void heal() {
        List.of(redis, database, rocketmq).forEach(Service::heal);
        mesh.loses(0);
        broker.persists(true, 0);
    }
}
