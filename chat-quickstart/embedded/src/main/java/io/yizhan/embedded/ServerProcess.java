package io.yizhan.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/** One running server program: started until it answers, stopped within five seconds, never left behind. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_GRACE = Duration.ofMillis(4_300);
    private static final Duration KILL_LIMIT = Duration.ofMillis(500);
    private static final long POLL_MILLIS = 15;

    private final Launch launch;
    private final Process process;
    private final ParentWatch watch;

    private ServerProcess(Launch launch, Process process, ParentWatch watch) {
        this.launch = launch;
        this.process = process;
        this.watch = watch;
    }

    /**
     * What to run.
     *
     * @param ports it will listen on, the main one first
     * @param program how the path of the running program ends, to know it again later
     */
    record Launch(String part, Path dir, List<Integer> ports, String program, List<String> command) {

        int port() {
            return ports.get(0);
        }

        Path log() {
            return dir.resolve("server.log");
        }

        private PidFile pidFile() {
            return new PidFile(dir.resolve("server.pid"));
        }
    }

    /** Ends what an earlier owner of the directory left behind; call it before anything touches the data. */
    static void claim(String part, Path dir) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new EmbeddedStartException(part + " cannot use its directory: " + dir, e);
        }
        new PidFile(dir.resolve("server.pid")).endOrphan(part);
    }

    /**
     * Returns when the server answers; on any failure the process is gone before the exception is thrown.
     *
     * @param answers whether the process of that id does, and not another that was faster to listen
     */
    static ServerProcess start(Launch launch, LongPredicate answers) {
        launch.ports().forEach(port -> LoopbackPorts.requireFree(launch.part(), port));
        ServerProcess server = launch(launch);
        try {
            server.awaitAnswer(answers);
            return server;
        } catch (RuntimeException e) {
            server.kill();
            // somebody may have been faster to listen there since it was looked
            launch.ports().forEach(port -> LoopbackPorts.requireFree(launch.part(), port));
            throw e;
        }
    }

    private static ServerProcess launch(Launch launch) {
        Process process;
        try {
            process = new ProcessBuilder(OwnGroup.command(launch.command()))
                    .directory(launch.dir().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(launch.log().toFile())
                    .start();
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    launch.part() + " cannot be run: " + launch.command().get(0), e);
        }
        try {
            launch.pidFile().write(process.toHandle(), launch.program());
            ParentWatch watch = ParentWatch.over(process.pid());
            // A watch must not outlive its server: the process id may be given to somebody else.
            process.onExit().thenRun(watch::close);
            return new ServerProcess(launch, process, watch);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw new EmbeddedStartException(launch.part() + " cannot be watched: process " + process.pid(), e);
        }
    }

    private void awaitAnswer(LongPredicate answers) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!(answers.test(process.pid()) && process.isAlive())) {
            if (!process.isAlive()) {
                // Somebody may have been faster to take a port that was free a moment ago.
                launch.ports().forEach(port -> LoopbackPorts.requireFree(launch.part(), port));
                throw failed("ended at its start with code " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw failed("did not answer within " + START_LIMIT.toSeconds() + " s");
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted while starting");
        }
    }

    private EmbeddedStartException failed(String what) {
        return EmbeddedStartException.failed(launch.part(), launch.port(), what, launch.log());
    }

    int port() {
        return launch.port();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the server as a power cut would (kill -9) and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitExit(KILL_LIMIT);
        watch.close();
    }

    /** Asks the server to stop, and kills it when it does not within the grace. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitExit(STOP_GRACE)) {
            kill();
        }
        watch.close();
        if (!process.isAlive()) {
            launch.pidFile().delete(process.pid());
        }
    }

    private boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Whoever is interrupted is in a hurry: do not wait for the grace to pass.
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
