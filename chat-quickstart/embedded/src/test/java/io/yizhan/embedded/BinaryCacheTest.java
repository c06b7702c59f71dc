package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.embedded.BinaryCache.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {

    /** Some small files of a jar that is always on the test class path. */
    private static final Distribution SOME = new Distribution(
            "Some", "some-1", "org/assertj/core/api/", "Assert.class", file -> file.startsWith("Assert."));

    @TempDir
    private Path root;

    @Test
    void unpacksOnlyWhatIsWanted_andMakesTheProgramExecutable() throws IOException {
        Path home = new BinaryCache(root).directory(SOME);
        assertThat(names(home)).containsExactly("Assert.class");
        assertThat(home.resolve("Assert.class")).isExecutable().isNotEmptyFile();
    }

    @RepeatedTest(60)
    void leavesOneWholeDirectory_whenManyUnpackAtOnce() throws IOException {
        List<CompletableFuture<Path>> all = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> new BinaryCache(root).directory(SOME)))
                .limit(24)
                .toList();
        assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(root.resolve("some-1")));
        assertThat(names(root)).containsExactly("some-1");
    }

    @Test
    void deletesWhatAKilledProcessLeft_butNotWhatIsBeingUnpacked() throws IOException {
        Path abandoned = Files.createDirectory(root.resolve("other-1.part123"));
        Files.writeString(abandoned.resolve("big"), "half");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path current = Files.createDirectory(root.resolve("other-1.part456"));
        new BinaryCache(root).directory(SOME);
        assertThat(abandoned).doesNotExist();
        assertThat(current).exists();
    }

    @Test
    void namesThePlatform_whenThereIsNoProgramForIt() {
        Distribution foreign = new Distribution("Redis", "redis-1", "", "redis-server-on-the-moon", file -> true);
        assertThatThrownBy(() -> new BinaryCache(root).directory(foreign))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageStartingWith("Redis has no program for " + System.getProperty("os.name"))
                .hasNoCause();
    }

    @Test
    void namesTheDirectoryAndTheWayOut_whenItCannotBeWritten() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> new BinaryCache(file).directory(SOME))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("-Dyizhan.cache")
                .hasMessageContaining(file.toString());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
