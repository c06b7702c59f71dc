package io.yizhan.client.console;

import io.yizhan.client.store.FileLocalStore;
import io.yizhan.client.store.LocalStore;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the console keeps on disk: a device id for each user, a local store for each device, log and input history. */
final class DataDirectory {
    private final Path root;
    private final RandomGenerator random;

    /** @param random makes the device ids */
    DataDirectory(Path root, RandomGenerator random) {
        this.root = root;
        this.random = random;
    }

    /** Makes the directory, readable by its owner only. */
    void prepare() {
        make(root);
    }

    Path history() {
        return root.resolve("input-history");
    }

    /** The device of {@code user} on this machine: made once, then always the same. */
    DeviceId device(UserId user) {
        Path file = userDirectory(user).resolve("device");
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[4];
                random.nextBytes(bytes);
                Files.writeString(file, "console-" + HexFormat.of().formatHex(bytes) + "\n");
            }
            return new DeviceId(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read or write: " + file, e);
        }
    }

    /** @throws IllegalStateException if another console uses this device */
    LocalStore store(UserId user, DeviceId device) {
        return FileLocalStore.open(userDirectory(user).resolve("device-" + device.value()));
    }

    /** With a prefix, since an id may be {@code ..}. */
    private Path userDirectory(UserId user) {
        return make(root.resolve("user-" + user.value()));
    }

    private static Path make(Path directory) {
        try {
            boolean posix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(directory);
            if (posix) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make the directory: " + directory, e);
        }
    }

    /** {@code given}, or the directory in the user's home. */
    static Path rootOr(Optional<Path> given) {
        return given.orElseGet(() -> Path.of(System.getProperty("user.home"), ".yizhan"));
    }
}
