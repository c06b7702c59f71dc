package io.yizhan.embedded;

import io.yizhan.embedded.BinaryCache.Distribution;
import io.yizhan.embedded.ServerProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A real Redis on 127.0.0.1 that keeps its data in a directory (append-only file, synced every second). Safe for any
 * thread; a blocking call returns within about a second, except the very first start, which unpacks the program.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final String PART = "Redis";
    private static final String VERSION = "7.0.15";

    private final Path home;
    private final List<String> settings;
    private volatile ServerProcess server;

    private EmbeddedRedis(Path home, List<String> settings, ServerProcess server) {
        this.home = home;
        this.settings = settings;
        this.server = server;
    }

    /**
     * Returns when Redis answers.
     *
     * @param dir for its data; created when missing, used by one Redis at a time
     * @param port 0 for a free one
     * @throws EmbeddedStartException if it does not start; then nothing runs
     */
    public static EmbeddedRedis start(Path dir, int port) {
        return start(dir, port, List.of());
    }

    /** @param settings for the command line, beyond those that it always has */
    static EmbeddedRedis start(Path dir, int port, List<String> settings) {
        Path home = dir.toAbsolutePath();
        ServerProcess.claim(PART, home);
        return LoopbackPorts.startOn(port, chosen -> new EmbeddedRedis(home, settings, run(home, chosen, settings)));
    }

    private static ServerProcess run(Path home, int port, List<String> settings) {
        Distribution distribution = distribution();
        Path program = BinaryCache.ofUser().directory(distribution).resolve(distribution.program());
        return ServerProcess.start(
                new Launch(PART, home, List.of(port), distribution.program(), command(program, home, port, settings)),
                pid -> listening(home).names(pid)
                        && new TcpProbe(port).answers("PING\r\n", answer -> answer.startsWith("+PONG")));
    }

    private static ListeningFile listening(Path home) {
        return new ListeningFile(home.resolve("redis.pid"));
    }

    private static Distribution distribution() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("^mac.*", "darwin");
        String arch = System.getProperty("os.arch").replace("x86_64", "amd64").replace("aarch64", "arm64");
        String program = "redis-server-" + VERSION + "-" + os + "-" + arch;
        return new Distribution(PART, "redis-" + VERSION + "-" + os + "-" + arch, "", program, program::equals);
    }

    private static List<String> command(Path program, Path dir, int port, List<String> settings) {
        List<String> own = List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--pidfile",
                listening(dir).path().toString(),
                "--dir",
                dir.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--maxmemory-policy",
                "noeviction");
        return Stream.concat(own.stream(), settings.stream()).toList();
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return server.port();
    }

    /** As Redis clients take it: {@code redis://127.0.0.1:6379}. */
    public String url() {
        return "redis://" + host() + ":" + port();
    }

    public long pid() {
        return server.pid();
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    /** kill -9, for tests of faults; a new start on the same directory and port goes on with the data. */
    public void kill() {
        server.kill();
    }

    /**
     * For tests of faults: kill -9, then the same port with what the append-only file holds. Whatever it replicated, it
     * is its own master now.
     */
    public synchronized void restart() {
        kill();
        server = run(home, server.port(), settings);
    }

    /** For tests of faults: kill -9, then the same port without any data. */
    public synchronized void restartEmpty() {
        kill();
        int port = server.port();
        try {
            OwnFiles.deleteTree(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete: " + home, e);
        }
        ServerProcess.claim(PART, home);
        server = run(home, port, settings);
    }

    /**
     * Makes it a replica of another Redis on 127.0.0.1, whose data takes the place of its own in the course of time. A
     * port where nothing listens cuts it from the one that it followed, and it keeps what it had.
     *
     * @throws IllegalStateException if it does not answer so
     */
    public void replicate(int masterPort) {
        command("REPLICAOF " + host() + " " + masterPort);
    }

    /**
     * Makes a replica a master, with what it has received so far.
     *
     * @throws IllegalStateException if it does not answer so
     */
    public void promote() {
        command("REPLICAOF NO ONE");
    }

    void command(String line) {
        if (!new TcpProbe(port()).answers(line + "\r\n", answer -> answer.startsWith("+OK"))) {
            throw new IllegalStateException("Redis did not take the command: " + line);
        }
    }

    /** Stops it within five seconds; may be called again. */
    @Override
    public void close() {
        server.close();
    }
}
