package io.yizhan.bench.cluster;

import io.yizhan.bench.machine.LocalProcess;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A cluster that is measured. Belongs to one thread; calls block. */
public sealed interface Target extends AutoCloseable permits EmbeddedTarget, ProgramTarget, RunningTarget {
    /** Where its users log in. */
    List<URI> gates();

    /** Those of its processes that can be watched from here. */
    List<LocalProcess> processes();

    /**
     * Ends the workers if they were started for this run, since only then all that they recorded can be read.
     *
     * @return what their lanes did; empty for workers that are somebody else's, which go on
     */
    Optional<LaneRecording> endWorkers();

    @Override
    void close();
}
