package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDirectoryTest {

    /** Beyond what any system gives to a process. */
    private static final long GONE = 999_999_999_999L;

    @TempDir
    private Path temporary;

    @Test
    void deletesOnlyWhatJvmsLeftThatAreLongGone() throws IOException {
        Path left = old("yizhan-middleware-" + GONE + "-1");
        Path running = old("yizhan-middleware-" + ProcessHandle.current().pid() + "-1");
        Path foreign = old("yizhan-middleware-notes");
        Path settling = Files.createDirectory(temporary.resolve("yizhan-middleware-" + GONE + "-2"));

        Path made = new SharedDirectory(temporary).make();

        assertThat(left).doesNotExist();
        assertThat(temporary.toFile().listFiles())
                .extracting(java.io.File::toPath)
                .containsExactlyInAnyOrder(running, foreign, settling, made);
    }

    private Path old(String name) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Files.writeString(directory.resolve("data"), "much");
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        return directory;
    }
}
