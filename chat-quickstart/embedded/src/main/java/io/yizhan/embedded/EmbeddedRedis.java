package io.yizhan.embedded;

import io.yizhan.embedded.BinaryCache.Distribution;
import io.yizhan.embedded.ServerProcess.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A real Redis on 127.0.0.1 that keeps its data in a directory (append-only file, synced every second). Safe for any
 * thread; a blocking call returns within about a second, except the very first start, which unpacks the program.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final String PART = "Redis";
    private static final String VERSION = "7.0.15";

    private final ServerProcess server;

    private EmbeddedRedis(ServerProcess server) {
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
        Path home = dir.toAbsolutePath();
        ServerProcess.claim(PART, home);
        Distribution distribution = distribution();
        Path program = BinaryCache.ofUser().directory(distribution).resolve(distribution.program());
        return Ports.startOn(
                port,
                chosen -> new EmbeddedRedis(ServerProcess.start(
                        new Launch(PART, home, List.of(chosen), distribution.program(), command(program, home, chosen)),
                        () -> new TcpProbe(chosen).answers("PING\r\n", answer -> answer.startsWith("+PONG")))));
    }

    private static Distribution distribution() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("^mac.*", "darwin");
        String arch = System.getProperty("os.arch").replace("x86_64", "amd64").replace("aarch64", "arm64");
        String program = "redis-server-" + VERSION + "-" + os + "-" + arch;
        return new Distribution(PART, "redis-" + VERSION + "-" + os + "-" + arch, "", program, program::equals);
    }

    private static List<String> command(Path program, Path dir, int port) {
        return List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
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

    /** Stops it within five seconds; may be called again. */
    @Override
    public void close() {
        server.close();
    }
}
