package io.yizhan.embedded;

import io.yizhan.embedded.ServerProcess.Launch;
import java.nio.file.Path;
import java.util.List;

/**
 * A real MariaDB on 127.0.0.1 with a database {@code im}, whose data stays in a directory between starts. Every commit
 * is on disk before it is answered. Safe for any thread.
 */
public final class EmbeddedMariaDb implements AutoCloseable {

    private static final String PART = "MariaDB";
    private static final String USER = "im";
    private static final String DATABASE = "im";

    private final Path home;
    private final MariaDbFiles files;
    private final String password;
    private volatile ServerProcess server;

    private EmbeddedMariaDb(Path home, MariaDbFiles files, String password, ServerProcess server) {
        this.home = home;
        this.files = files;
        this.password = password;
        this.server = server;
    }

    /**
     * Returns when MariaDB answers. The first start in a directory makes the system tables, the very first on a machine
     * also unpacks 300 MB.
     *
     * @param dir for its data; created when missing, used by one MariaDB at a time
     * @param port 0 for a free one
     * @throws EmbeddedStartException if it does not start, or has no program for this platform; then nothing runs
     */
    public static EmbeddedMariaDb start(Path dir, int port) {
        Path home = dir.toAbsolutePath();
        ServerProcess.claim(PART, home);
        if (port != 0) {
            LoopbackPorts.requireFree(PART, port);
        }
        MariaDbFiles files = MariaDbFiles.of(BinaryCache.ofUser(), home);
        String password = new MariaDbBootstrap(files, USER, DATABASE).passwordOfExistingOrNew();
        return LoopbackPorts.startOn(
                port, chosen -> new EmbeddedMariaDb(home, files, password, run(home, files, chosen)));
    }

    private static ServerProcess run(Path home, MariaDbFiles files, int port) {
        ListeningFile listening = files.listening();
        return ServerProcess.start(
                new Launch(PART, home, List.of(port), MariaDbFiles.PROGRAM, files.serverCommand(port)),
                pid -> listening.names(pid) && new TcpProbe(port).answers("", EmbeddedMariaDb::isGreeting));
    }

    /** Three bytes of length, the packet's number, then the version of the protocol (an error would be 255). */
    private static boolean isGreeting(String answer) {
        return answer.length() > 4 && answer.charAt(4) == 10;
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** For tests that make a database of their own; {@link #user()} may do everything. */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database + "?sslMode=disable";
    }

    public String user() {
        return USER;
    }

    /** Drawn at random when the directory was made. */
    public String password() {
        return password;
    }

    public int port() {
        return server.port();
    }

    public long pid() {
        return server.pid();
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    /** kill -9, for tests of faults; {@link #restart()} recovers the data. */
    public void kill() {
        server.kill();
    }

    /** For tests of faults: kill -9 unless that was done, then the same port with what was committed. */
    public synchronized void restart() {
        kill();
        server = run(home, files, server.port());
    }

    /** Stops it within five seconds; may be called again. */
    @Override
    public void close() {
        server.close();
    }
}
