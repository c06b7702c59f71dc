package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that find a port free at the same moment: whoever is later says that it is taken, so that another is tried. */
class SamePortIT {
    @TempDir
    private Path dir;

    private final int port = LoopbackPorts.free();

    @Test
    void saysThatThePortIsTaken_toTheLaterOfTwoRedis() throws Exception {
        oneOfTwoRuns(number -> () -> EmbeddedRedis.start(dir.resolve(number), port));
    }

    @Test
    void saysThatThePortIsTaken_toTheLaterOfTwoMariaDb() throws Exception {
        oneOfTwoRuns(number -> () -> EmbeddedMariaDb.start(dir.resolve(number), port));
    }

    /** It takes half a minute to give up. */
    @Tag("long")
    @Test
    void saysThatThePortIsTaken_toTheLaterOfTwoZooKeepers() throws Exception {
        oneOfTwoRuns(number -> () -> EmbeddedZooKeeper.start(dir.resolve(number), port));
    }

    private interface Starter<T extends AutoCloseable> {
        Callable<T> into(String directory);
    }

    private static <T extends AutoCloseable> void oneOfTwoRuns(Starter<T> starter) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier atOnce = new CyclicBarrier(2);
        List<Future<T>> starts = new ArrayList<>();
        for (String directory : List.of("a", "b")) {
            starts.add(threads.submit(() -> {
                atOnce.await();
                return starter.into(directory).call();
            }));
        }
        List<T> running = new ArrayList<>();
        for (Future<T> start : starts) {
            try {
                running.add(start.get());
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                EmbeddedStartException.class,
                                taken -> assertThat(taken.portTaken())
                                        .as(taken.toString())
                                        .isTrue());
            }
        }
        threads.shutdown();
        assertThat(running).hasSize(1);
        running.get(0).close();
    }
}
