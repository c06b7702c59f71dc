package io.yizhan.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The directory of one cluster: what its parts keep, their settings, their logs. Held by one process at a time. */
final class ClusterFiles implements AutoCloseable {
    private static final int SECRET_BYTES = 32;

    private final Path root;
    private final FileChannel lockFile;

    private ClusterFiles(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** @throws ClusterStartException if another process holds it, or it cannot be written */
    static ClusterFiles open(Path root, boolean fresh) {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new ClusterStartException("Another quickstart is running on this data directory: " + root);
            }
            ClusterFiles files = new ClusterFiles(root, channel);
            if (fresh) {
                files.forget();
            }
            return files;
        } catch (IOException e) {
            throw new ClusterStartException("Cannot use the data directory (" + e + "): " + root, e);
        }
    }

    Path part(String name) {
        return root.resolve(name);
    }

    Path logs() {
        return root.resolve("logs");
    }

    /** The secret that the workers share; made at the first start. */
    String secret() {
        return secret(root.resolve("cluster-secret"));
    }

    /** What callers of the gate's status service show; made at the first start that has one. */
    String statusSecret() {
        return secret(statusSecretFile());
    }

    Path statusSecretFile() {
        return root.resolve("status-secret");
    }

    private static String secret(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(bytes);
                createPrivate(file);
                Files.writeString(file, HexFormat.of().formatHex(bytes));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep a secret: " + file, e);
        }
    }

    /** Writes a program's settings into a file that only this user can read. */
    Path settings(String name, Map<String, String> values) {
        Path file = root.resolve(name);
        Properties properties = new Properties();
        properties.putAll(values);
        try {
            createPrivate(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, "Written anew at each start of the quickstart");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write settings: " + file, e);
        }
        return file;
    }

    private static void createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Only what a cluster has made is removed, by name, since the directory is a person's choice. */
    private void forget() throws IOException {
        for (String name :
                List.of("zookeeper", "redis", "rocketmq", "mariadb", "logs", "cluster-secret", "status-secret")) {
            Path part = root.resolve(name);
            if (Files.exists(part)) {
                try (Stream<Path> all = Files.walk(part)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not let go of the data directory: " + root, e);
        }
    }
}
