package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final String PROGRAM = "io.yizhan.server.ChatServerMain";

    @TempDir
    Path directory;

    private Path jar;
    private Path unpacked;

    @BeforeEach
    void makeClassPath() throws IOException {
        jar = Files.writeString(directory.resolve("one.jar"), "classes");
        unpacked = Files.createDirectory(directory.resolve("test-classes"));
    }

    @Test
    void isWrittenByOneRunAndTakenByTheNext() throws IOException {
        ClassArchive first = archive(true);
        assertThat(first.isMade()).isTrue();
        Path written = written(first);
        assertThat(archive(true).options()).containsExactly("-cp", jar + File.pathSeparator + unpacked);

        Files.writeString(written, "archive");
        first.keep(143);

        assertThat(archive(true).options())
                .anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="))
                .endsWith("-cp", jar + File.pathSeparator + unpacked);
    }

    @Test
    void isNotTakenFromARunThatWasKilled() throws IOException {
        ClassArchive killed = archive(true);
        Files.writeString(written(killed), "half an arch");
        killed.keep(137);

        assertThat(archive(true).isMade()).isTrue();
    }

    @Test
    void isNotTakenForOtherJars() throws IOException {
        ClassArchive first = archive(true);
        Files.writeString(written(first), "archive");
        first.keep(0);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));

        assertThat(archive(true).isMade()).isTrue();
    }

    @Test
    void isWrittenByUsualRunsOnly() {
        assertThat(archive(false).isMade()).isFalse();
        assertThat(archive(true).isMade()).isTrue();
    }

    @Test
    void doesWithoutWhereTheProgramIsNotInAJar() throws IOException {
        Path classes = Files.createDirectories(unpacked.resolve("io/yizhan/server"));
        Files.createFile(classes.resolve("ChatServerMain.class"));

        assertThat(archive(true).options()).containsExactly("-cp", jar + File.pathSeparator + unpacked);
    }

    @Test
    void doesWithoutWhereNobodyAskedForIt() {
        ClassPath classPath = ClassPath.of(jar.toString());

        assertThat(ClassArchive.of("", classPath, PROGRAM, true).options()).containsExactly("-cp", jar.toString());
    }

    private ClassArchive archive(boolean usual) {
        ClassPath classPath = ClassPath.of(unpacked + File.pathSeparator + jar);
        return ClassArchive.of(directory.resolve("archives").toString(), classPath, PROGRAM, usual);
    }

    private static Path written(ClassArchive archive) {
        String option = archive.options().get(0);
        assertThat(option).startsWith("-XX:ArchiveClassesAtExit=");
        return Path.of(option.substring(option.indexOf('=') + 1));
    }
}
