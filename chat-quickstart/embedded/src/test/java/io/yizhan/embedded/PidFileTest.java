package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir
    private Path dir;

    @Test
    void leavesAnotherProgramAlone_whenItHasGotTheOldProcessId() throws IOException {
        long mine = ProcessHandle.current().pid();
        write(mine, ProcessHandle.current().info().startInstant().orElseThrow(), "redis-server");
        pidFile().endOrphan("Redis");
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void leavesTheSameProgramAlone_whenItStartedAtAnotherTime() throws IOException {
        write(ProcessHandle.current().pid(), Instant.EPOCH, "java");
        pidFile().endOrphan("RocketMQ");
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void doesNothing_whenThereIsNoFile() {
        assertThatCode(() -> pidFile().endOrphan("Redis")).doesNotThrowAnyException();
    }

    @Test
    void doesNothing_whenTheFileIsHalfWritten() throws IOException {
        Files.writeString(dir.resolve("server.pid"), "pid=\nstar");
        assertThatCode(() -> pidFile().endOrphan("Redis")).doesNotThrowAnyException();
    }

    @Test
    void keepsTheFile_whenItAlreadyNamesTheNextServer() {
        pidFile().write(ProcessHandle.current(), "java");
        pidFile().delete(-1);
        assertThat(dir.resolve("server.pid")).exists();
        pidFile().delete(ProcessHandle.current().pid());
        assertThat(dir.resolve("server.pid")).doesNotExist();
    }

    private PidFile pidFile() {
        return new PidFile(dir.resolve("server.pid"));
    }

    private void write(long pid, Instant started, String program) throws IOException {
        Files.writeString(dir.resolve("server.pid"), """
                pid=%d
                started=%s
                program=%s
                owner=-1
                ownerStarted=%s
                """.formatted(pid, started, program, Instant.EPOCH));
    }
}
