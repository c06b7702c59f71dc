package io.yizhan.quickstart;

import chat.v2.Platform;
import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.embedded.SharedMiddleware;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.UnifiedJedis;

/**
 * A whole cluster for one test class, fresh, on free ports, with an admin; its logs stay in {@code target/clusters}.
 * With {@code -Dyizhan.redis=cluster} on a Redis Cluster, but for those tests that break Redis itself. Or a place in
 * the one that gentle classes share, see {@link SharedCluster}.
 */
final class TestCluster implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    /** May see the nodes. */
    static final String ADMIN = "root";

    private static final List<String> EVERYBODY = List.of("alice", "bob", "carol");

    private final Origin origin;
    private final boolean shared;
    private final List<String> users;
    private final List<Person> people = new ArrayList<>();
    private Cluster cluster;

    /** Where the cluster comes from. */
    private interface Origin {
        Cluster of(String testClass) throws InterruptedException;
    }

    TestCluster(int workers, String... workerSettings) {
        this(own(workers, SharedMiddleware.onRedisCluster(), Optional::empty, List.of(), workerSettings));
    }

    private TestCluster(Origin origin) {
        this(origin, false, EVERYBODY);
    }

    private TestCluster(Origin origin, boolean shared, List<String> users) {
        this.origin = origin;
        this.shared = shared;
        this.users = users;
    }

    /** On a Redis Cluster of three masters. */
    static TestCluster onRedisCluster(int workers, String... workerSettings) {
        return new TestCluster(own(workers, true, Optional::empty, List.of(), workerSettings));
    }

    /** On an ensemble that is started before. */
    static TestCluster on(ZooKeeperEnsemble ensemble, int workers) {
        return new TestCluster(own(workers, false, () -> Optional.of(ensemble.connectString()), List.of()));
    }

    /** @param jvm options of the virtual machine of each worker and gate */
    static TestCluster withJvm(List<String> jvm, int workers, String... workerSettings) {
        return new TestCluster(own(workers, SharedMiddleware.onRedisCluster(), Optional::empty, jvm, workerSettings));
    }

    private static Origin own(
            int workers,
            boolean redisCluster,
            Supplier<Optional<String>> zookeeper,
            List<String> jvm,
            String... workerSettings) {
        return testClass -> start(testClass, workers, redisCluster, zookeeper.get(), List.of(workerSettings), jvm);
    }

    /**
     * The {@link SharedCluster}, for a class that keeps to its rules.
     *
     * @param users who are there for this class alone
     */
    static TestCluster shared(String... users) {
        return new TestCluster(testClass -> SharedCluster.running(), true, List.of(users));
    }

    /**
     * Starts one with an admin and nobody else.
     *
     * @param name of its directory
     */
    static Cluster start(
            String name,
            int workers,
            boolean redisCluster,
            Optional<String> zookeeper,
            List<String> workerSettings,
            List<String> jvm)
            throws InterruptedException {
        return Cluster.start(
                new ClusterOptions(
                        Path.of("target", "clusters", name).toAbsolutePath(),
                        true,
                        workers,
                        Optional.of(ADMIN),
                        List.of(),
                        workerSettings,
                        jvm,
                        jvm,
                        Ports.ANY,
                        redisCluster,
                        EmbeddedRocketMq.Flush.SYNC,
                        zookeeper),
                Progress.silent());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        cluster = origin.of(context.getRequiredTestClass().getSimpleName());
        for (String user : users) {
            register(user);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        people.forEach(Person::close);
        people.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!shared && cluster != null) {
            cluster.close();
        }
    }

    Cluster running() {
        return cluster;
    }

    URI gate() {
        return cluster.gate();
    }

    Worker worker(int index) {
        return cluster.workers().get(index);
    }

    /** Makes a user. */
    void register(String user) throws InterruptedException {
        new Accounts(gate(), cluster.middleware().mariadb()).register(user);
    }

    /** What {@code look} finds in the Redis, or in each of several; it names no key, since each holds others. */
    <T> List<T> inRedis(Function<UnifiedJedis, Stream<T>> look) {
        List<T> found = new ArrayList<>();
        for (EmbeddedRedis node : cluster.middleware().redisServers().nodes()) {
            try (UnifiedJedis redis = RedisClients.open(node.url(), Duration.ofSeconds(5), 1)) {
                look.apply(redis).forEach(found::add);
            }
        }
        return found;
    }

    /** Sends a worker a signal, such as STOP or CONT. */
    static void signal(Worker worker, String signal) throws IOException, InterruptedException {
        signal(worker.process().pid(), signal);
    }

    /** As the other, to a process of the middleware. */
    static void signal(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        if (kill.waitFor() != 0) {
            throw new IOException("Could not send a signal: " + signal);
        }
    }

    /** Logs a user in with the SDK; closed after the test. */
    Person login(String user) throws Exception {
        return login(user, Platform.CONSOLE);
    }

    /** As the other, on the user's device of this platform. */
    Person login(String user, Platform platform) throws Exception {
        Person person = new Person(user, cluster.gate(), platform);
        people.add(person);
        person.connect();
        return person;
    }

    /** The worker that holds the person now. */
    Worker workerOf(Person person) {
        int port = person.port();
        return cluster.workers().stream()
                .filter(worker -> worker.port() == port)
                .findAny()
                .orElseThrow();
    }
}
