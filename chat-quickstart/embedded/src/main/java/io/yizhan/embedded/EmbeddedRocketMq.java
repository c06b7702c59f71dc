package io.yizhan.embedded;

import io.yizhan.embedded.ServerProcess.Launch;
import io.yizhan.embedded.rocketmq.RocketMqMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real RocketMQ, name server and broker in one child JVM on 127.0.0.1, whose messages stay in a directory between
 * starts. Topics have a fixed number of queues and are never made by sending: name them at the start, or make them with
 * {@code producer.createTopic("TBW102", topic, queues, Map.of())}. Safe for any thread.
 */
public final class EmbeddedRocketMq implements AutoCloseable {

    private static final String PART = "RocketMQ";
    private static final String NAME_SERVER = "RocketMQ name server";
    private static final String BROKER = "RocketMQ broker";

    private final Path home;
    private final int nameServerPort;
    private final Flush flush;
    private final Map<String, Integer> topics;
    private final Optional<Admin> admin;
    private volatile ServerProcess server;

    /** When the broker answers a send. */
    public enum Flush {
        /** After the message is on disk: with a single broker the only one that loses nothing to a power cut. */
        SYNC,
        /** After the message is in memory; about twice as fast. */
        ASYNC
    }

    /** A user of the broker who may do everything; made at the first start, in that directory for ever. */
    public record Admin(String name, String secret) {
        @Override
        public String toString() {
            return "Admin[" + name + "]";
        }
    }

    private EmbeddedRocketMq(
            Path home,
            int nameServerPort,
            int brokerPort,
            Flush flush,
            Map<String, Integer> topics,
            Optional<Admin> admin) {
        this.home = home;
        this.nameServerPort = nameServerPort;
        this.flush = flush;
        this.topics = Map.copyOf(topics);
        this.admin = admin;
        this.server = run(brokerPort);
    }

    /** As {@link #start(Path, int, int, Map, Flush)}, without topics and with {@link Flush#SYNC}. */
    public static EmbeddedRocketMq start(Path dir, int nameServerPort, int brokerPort) {
        return start(dir, nameServerPort, brokerPort, Map.of());
    }

    /** As {@link #start(Path, int, int, Map, Flush)}, with {@link Flush#SYNC}. */
    public static EmbeddedRocketMq start(Path dir, int nameServerPort, int brokerPort, Map<String, Integer> topics) {
        return start(dir, nameServerPort, brokerPort, topics, Flush.SYNC);
    }

    /**
     * Returns when the broker takes messages and the name server knows all topics.
     *
     * @param dir for its data; created when missing, used by one RocketMQ at a time
     * @param nameServerPort 0 for a free one
     * @param brokerPort 0 for a free one; the broker also listens on this port less two
     * @param topics name to number of queues; those that exist must have that number already
     * @throws EmbeddedStartException if it does not start; then nothing runs
     */
    public static EmbeddedRocketMq start(
            Path dir, int nameServerPort, int brokerPort, Map<String, Integer> topics, Flush flush) {
        return start(dir, nameServerPort, brokerPort, topics, flush, Optional.empty());
    }

    /**
     * For tests, on free ports: a broker that takes requests of its users alone, each for what that user has a right
     * to. The administrator's secret stands on the command line of its process.
     */
    public static EmbeddedRocketMq startForUsers(Path dir, Map<String, Integer> topics, Admin admin) {
        return start(dir, 0, 0, topics, Flush.ASYNC, Optional.of(admin));
    }

    private static EmbeddedRocketMq start(
            Path dir,
            int nameServerPort,
            int brokerPort,
            Map<String, Integer> topics,
            Flush flush,
            Optional<Admin> admin) {
        Path home = dir.toAbsolutePath();
        ServerProcess.claim(PART, home);
        return LoopbackPorts.startOn(brokerPort, EmbeddedRocketMq::freeBrokerPort, broker -> {
            int nameServer = nameServerPort == 0 ? freeBeside(broker) : nameServerPort;
            requireFree(nameServer, broker);
            return new EmbeddedRocketMq(home, nameServer, broker, flush, topics, admin);
        });
    }

    private ServerProcess run(int brokerPort) {
        Path ready = fresh(home);
        RocketMqCommand command = new RocketMqCommand(home, ready, nameServerPort, brokerPort, flush, admin, topics);
        return ServerProcess.start(
                new Launch(PART, home, List.of(brokerPort, nameServerPort, brokerPort - 2), "java", command.line()),
                pid -> Files.exists(ready));
    }

    private static void requireFree(int nameServerPort, int brokerPort) {
        LoopbackPorts.requireFree(NAME_SERVER, nameServerPort);
        LoopbackPorts.requireFree(BROKER, brokerPort);
        LoopbackPorts.requireFree(BROKER, brokerPort - 2);
    }

    private static int freeBrokerPort() {
        return LoopbackPorts.free(port -> LoopbackPorts.isFree(port) && LoopbackPorts.isFree(port - 2));
    }

    private static int freeBeside(int brokerPort) {
        return LoopbackPorts.free(port -> port != brokerPort && port != brokerPort - 2 && LoopbackPorts.isFree(port));
    }

    /** A temporary directory without what a killed broker left there (12 MB a time), and where it tells it is ready. */
    private static Path fresh(Path home) {
        try {
            Path temporary = home.resolve("tmp");
            OwnFiles.deleteTree(temporary);
            OwnFiles.createDirectory(temporary);
            return temporary.resolve(RocketMqMain.READY);
        } catch (IOException e) {
            throw new EmbeddedStartException(PART + " cannot use its directory: " + home, e);
        }
    }

    /** As RocketMQ clients take it: {@code 127.0.0.1:9876}. */
    public String nameServers() {
        return "127.0.0.1:" + nameServerPort;
    }

    public int nameServerPort() {
        return nameServerPort;
    }

    /** The broker's. */
    public int port() {
        return server.port();
    }

    /** When it answers a send. */
    public Flush flush() {
        return flush;
    }

    public long pid() {
        return server.pid();
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    /** kill -9 for name server and broker, for tests of faults; {@link #restart()} recovers the data. */
    public void kill() {
        server.kill();
    }

    /** For tests of faults: kill -9 unless that was done, then the same ports with what was written. */
    public synchronized void restart() {
        kill();
        server = run(server.port());
    }

    /** Stops it within five seconds; may be called again. */
    @Override
    public void close() {
        server.close();
    }
}
