package io.yizhan.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a Java program as the virtual machine has read and checked them once, kept for its next start, which
 * then takes little more than half the processor time (application class-data sharing). For whoever starts many
 * clusters, such as our tests: it names a directory in the system property {@value #PROPERTY}. The first run that ends
 * as asked writes the archive, and takes some seconds longer for that; all others start as ever.
 */
final class ClassArchive {
    static final String PROPERTY = "yizhan.class-archives";

    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);

    /** What a program gives that was ended by SIGTERM: 128 and the signal's number, or 0 if it sees to that itself. */
    private static final Set<Integer> ENDED_AS_ASKED = Set.of(143, 0);

    private static final String UNFINISHED = ".part";
    /** Neither what is left out of an archive nor one that does not fit is worth a line. */
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private enum Use {
        NONE,
        TAKE,
        MAKE
    }

    private final ClassPath classPath;
    private final Use use;
    private final Path file;

    private ClassArchive(ClassPath classPath, Use use, Path file) {
        this.classPath = classPath;
        this.use = use;
        this.file = file;
    }

    /**
     * For one start of a program.
     *
     * @param usual whether the run does what every run does: only such a one writes the archive
     */
    static ClassArchive of(String mainClass, boolean usual) {
        return of(System.getProperty(PROPERTY, ""), ClassPath.own(), mainClass, usual);
    }

    static ClassArchive of(String directory, ClassPath classPath, String mainClass, boolean usual) {
        Path root = Path.of(directory);
        ClassArchive none = new ClassArchive(classPath, Use.NONE, root);
        if (directory.isEmpty()
                || classPath.hasUnpacked(mainClass)
                || classPath.hasUnpacked(ChildMain.class.getName())) {
            return none;
        }
        try {
            Files.createDirectories(root);
            Path file = root.resolve(classPath.fingerprint(mainClass) + ".jsa");
            if (Files.isRegularFile(file)) {
                return new ClassArchive(classPath, Use.TAKE, file);
            }
            return usual && isFirst(file) ? new ClassArchive(classPath, Use.MAKE, file) : none;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep archives of classes: " + directory, e);
        }
    }

    private static boolean isFirst(Path file) throws IOException {
        try {
            Files.createFile(unfinished(file));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    /** Options of the virtual machine, the class path among them. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (use == Use.TAKE) {
            options.add("-XX:SharedArchiveFile=" + file);
            options.addAll(QUIET);
        } else if (use == Use.MAKE) {
            options.add("-XX:ArchiveClassesAtExit=" + unfinished(file));
            options.addAll(QUIET);
        }
        options.addAll(List.of("-cp", use == Use.MAKE ? classPath.onlyJars() : classPath.whole()));
        return options;
    }

    /** Whether the run writes the archive at its end, which takes it some seconds. */
    boolean isMade() {
        return use == Use.MAKE;
    }

    /** Takes up what the run has written, if it ended as asked; for whoever has waited for its end. */
    void keep(int exitCode) {
        if (use != Use.MAKE) {
            return;
        }
        Path written = unfinished(file);
        try {
            if (ENDED_AS_ASKED.contains(exitCode) && Files.size(written) > 0) {
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            log.warn("No archive of classes was written: {}", file, e);
        }
    }
}
