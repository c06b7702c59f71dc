package io.yizhan.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * Makes MariaDB's system tables, the database and its one account in a new directory; what is there already stays. The
 * data directory appears whole or not at all, so that a start cut short is simply made again.
 */
final class MariaDbBootstrap {

    private static final int PASSWORD_BYTES = 16;
    private static final long LIMIT_SECONDS = 60;

    private final MariaDbFiles files;
    private final String user;
    private final String database;

    MariaDbBootstrap(MariaDbFiles files, String user, String database) {
        this.files = files;
        this.user = user;
        this.database = database;
    }

    /** The account's password, which stays with the data. */
    String passwordOfExistingOrNew() {
        Path file = files.dir().resolve("password");
        try {
            OwnFiles.createDirectory(files.dir().resolve("tmp"));
            if (Files.isDirectory(files.data())) {
                return Files.readString(file).strip();
            }
            String password = newPassword();
            OwnFiles.write(file, password + "\n");
            Path unfinished = files.dir().resolve("data.part");
            OwnFiles.deleteTree(unfinished);
            OwnFiles.createDirectory(unfinished);
            run(unfinished, password);
            Files.move(unfinished, files.data(), StandardCopyOption.ATOMIC_MOVE);
            return password;
        } catch (IOException e) {
            throw new EmbeddedStartException("MariaDB cannot make its directory: " + e.getMessage(), e);
        }
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void run(Path data, String password) throws IOException {
        Path log = files.dir().resolve("bootstrap.log");
        Process process = new ProcessBuilder(OwnGroup.command(files.bootstrapCommand(data)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        IOException failure = null;
        try (OutputStream sql = process.getOutputStream()) {
            feed(sql, password);
        } catch (IOException e) {
            // Most likely it ended early; its log says why better than the broken pipe does.
            failure = e;
            process.destroy();
        }
        if (!endedWell(process) || failure != null) {
            throw new IOException("bootstrap failed, log " + log + LogTail.of(log), failure);
        }
    }

    private void feed(OutputStream sql, String password) throws IOException {
        sql.write(text("create database mysql;\nuse mysql;\n"));
        for (Path script : files.scripts()) {
            Files.copy(script, sql);
        }
        // The scripts make root accounts without a password, which every user of the machine could use.
        sql.write(text("""
                delete from mysql.global_priv where User='root';
                delete from mysql.proxies_priv;
                flush privileges;
                create database %1$s character set utf8mb4;
                create user '%2$s'@'127.0.0.1' identified by '%3$s';
                grant all on *.* to '%2$s'@'127.0.0.1' with grant option;
                """.formatted(database, user, password)));
    }

    private static byte[] text(String sql) {
        return sql.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean endedWell(Process process) {
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
