package io.yizhan.embedded;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/**
 * A real ZooKeeper server on 127.0.0.1 inside this JVM, whose data stays in a directory between starts. Sessions may be
 * asked for from one second on. Safe for any thread.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {

    private static final String PART = "ZooKeeper";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final ZooKeeperServerEmbedded server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedZooKeeper(ZooKeeperServerEmbedded server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Returns when ZooKeeper answers.
     *
     * @param dir for its data; created when missing, used by one ZooKeeper at a time
     * @param port 0 for a free one
     * @throws EmbeddedStartException if it does not start; then nothing runs
     */
    public static EmbeddedZooKeeper start(Path dir, int port) {
        Path home = dir.toAbsolutePath();
        return LoopbackPorts.startOn(port, chosen -> startOn(home, chosen));
    }

    private static EmbeddedZooKeeper startOn(Path dir, int port) {
        LoopbackPorts.requireFree(PART, port);
        // ZooKeeper puts its own handler under the whole JVM; a main thread that dies must still end the program.
        UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();
        EmbeddedZooKeeper zooKeeper = null;
        try {
            OwnFiles.createDirectory(dir);
            deleteOldConfigurations(dir);
            zooKeeper = new EmbeddedZooKeeper(build(dir, port), port);
            zooKeeper.server.start(START_LIMIT.toMillis());
            if (!zooKeeper.isAlive()) {
                throw new IOException("it listens but does not answer");
            }
            return zooKeeper;
        } catch (Exception e) {
            if (zooKeeper != null) {
                zooKeeper.close();
            }
            LoopbackPorts.requireFree(PART, port); // somebody may have been faster to listen there since it was looked
            throw new EmbeddedStartException(PART + " did not start: port " + port + ", directory " + dir, e);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(ours);
        }
    }

    /** ZooKeeper writes its settings into a new file at each start and never deletes one. */
    private static void deleteOldConfigurations(Path dir) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(dir, "zookeeper.configuration*.properties")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    private static ZooKeeperServerEmbedded build(Path dir, int port) throws Exception {
        Properties configuration = new Properties();
        configuration.setProperty("clientPortAddress", "127.0.0.1");
        configuration.setProperty("clientPort", Integer.toString(port));
        configuration.setProperty("tickTime", "500");
        configuration.setProperty("maxSessionTimeout", "40000");
        configuration.setProperty("maxClientCnxns", "0");
        configuration.setProperty("admin.enableServer", "false");
        configuration.setProperty("preAllocSize", "1024");
        return ZooKeeperServerEmbedded.builder()
                .baseDir(dir)
                .configuration(configuration)
                .exitHandler(ExitHandler.LOG_ONLY)
                .build();
    }

    /** As ZooKeeper clients take it: {@code 127.0.0.1:2181}. */
    public String connectString() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Whether it answers; asks it, which takes up to a second when it does not. */
    public boolean isAlive() {
        return !closed.get() && new TcpProbe(port).answers("srvr", answer -> answer.startsWith("Zookeeper version"));
    }

    /** Stops it within five seconds; may be called again. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
        }
    }
}
