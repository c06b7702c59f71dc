package io.yizhan.bench.cluster;

import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.Tally;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster that is measured. Belongs to one thread; calls block. */
public sealed interface Target extends AutoCloseable permits EmbeddedTarget, ProgramTarget, RunningTarget {
    /** Where its users log in. */
    List<URI> gates();

    /** Those of its processes that can be watched from here. */
    List<LocalProcess> processes();

    /**
     * What the middleware has counted since it was started, as soon as it is at rest.
     *
     * @return empty where it cannot be asked
     */
    default Optional<Tally> tally() throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Ends the workers if they were started for this run, since only then all that they recorded can be read.
     *
     * @return what their lanes did; empty for workers that are somebody else's, which go on
     */
    Optional<LaneRecording> endWorkers();

    /**
     * Ends the processes that were told to record what they run.
     *
     * @return the recording of each, by its name; empty if none was told to
     */
    default Map<String, Path> recordings() {
        return Map.of();
    }

    @Override
    void close();
}
