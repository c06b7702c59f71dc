package io.yizhan.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs unpacked from Maven artifacts, once per user of the machine. Any number of processes may unpack at the same
 * time: each writes beside and renames, so that a directory is there whole or not at all.
 */
final class BinaryCache {

    private static final Logger log = LoggerFactory.getLogger(BinaryCache.class);

    /** Names the directory when the usual one cannot be written. */
    static final String PROPERTY = "yizhan.cache";

    private static final String UNFINISHED = ".part";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path root;

    BinaryCache(Path root) {
        this.root = root;
    }

    /**
     * What to unpack.
     *
     * @param name of the directory in the cache; must change with the version
     * @param prefix of the entries in the jar, left out in the cache
     * @param program relative to the prefix; made executable
     * @param wanted which entries, relative to the prefix
     */
    record Distribution(String part, String name, String prefix, String program, Predicate<String> wanted) {}

    /** The property, else the system's usual place for what can be made again. */
    static BinaryCache ofUser() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null) {
            return new BinaryCache(Path.of(chosen));
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return new BinaryCache(caches.resolve("yizhan"));
    }

    /** The directory with the unpacked files; the first call takes as long as unpacking does. */
    Path directory(Distribution distribution) {
        Path home = root.resolve(distribution.name());
        if (Files.isExecutable(home.resolve(distribution.program()))) {
            return home;
        }
        try {
            Files.createDirectories(root);
            deleteAbandoned();
            Path unfinished = Files.createTempDirectory(root, distribution.name() + UNFINISHED);
            unpack(distribution, unfinished);
            publish(unfinished, home);
            return home;
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    distribution.part() + " cannot be unpacked, choose another directory with -D" + PROPERTY + ": "
                            + root,
                    e);
        }
    }

    private static void unpack(Distribution distribution, Path target) throws IOException {
        try (ZipFile jar = new ZipFile(jarOf(distribution).toFile())) {
            List<? extends ZipEntry> entries = jar.stream()
                    .filter(entry -> !entry.isDirectory()
                            && entry.getName().startsWith(distribution.prefix())
                            && distribution.wanted().test(relative(distribution, entry)))
                    .toList();
            for (ZipEntry entry : entries) {
                Path file = target.resolve(relative(distribution, entry));
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
        Path program = target.resolve(distribution.program());
        if (!program.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make executable: " + program);
        }
    }

    private static String relative(Distribution distribution, ZipEntry entry) {
        return entry.getName().substring(distribution.prefix().length());
    }

    private static Path jarOf(Distribution distribution) throws IOException {
        String resource = "/" + distribution.prefix() + distribution.program();
        URL url = BinaryCache.class.getResource(resource);
        if (url == null) {
            throw new EmbeddedStartException(
                    distribution.part() + " has no program for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + ": no " + resource + " on the class path");
        }
        if (!(url.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("not in a jar: " + url);
        }
        return Path.of(URI.create(connection.getJarFileURL().toString()));
    }

    private static void publish(Path unfinished, Path home) throws IOException {
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster and published the same files.
            OwnFiles.deleteTree(unfinished);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    /** Whoever was killed while unpacking left up to 300 MB behind. */
    private void deleteAbandoned() throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(root, "*" + UNFINISHED + "*")) {
            unfinished.forEach(BinaryCache::deleteIfAbandoned);
        }
    }

    private static void deleteIfAbandoned(Path directory) {
        try {
            Instant changed = Files.getLastModifiedTime(directory).toInstant();
            if (changed.isBefore(Instant.now().minus(ABANDONED))) {
                OwnFiles.deleteTree(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            // Its owner has just published it, or another process deletes it too: either way not ours any more.
            log.debug("not deleted: {}", directory, e);
        }
    }
}
